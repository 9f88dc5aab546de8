import type { Compose } from "../messages/composer.ts";
import type { Message } from "../messages/message.ts";
import type { MessageKinds } from "../messages/message-kind.ts";
import { TerminalError } from "../platform/errors.ts";

/** What a room brings so that its messages can be looked at again. */
export interface MessageRoom {
  readonly kinds: MessageKinds;
  readonly compose: Compose;
  /** Whether a message that nobody confirmed is still true and should be sent again. */
  stillApplies(message: Message): Promise<boolean>;
}

/** Every room that has messages, by the name that messages know it by. */
export type MessageRooms = Readonly<Record<string, MessageRoom>>;

const deploy = "deploy a version that knows it.";

/**
 * The room that a message belongs to.
 * @throws TerminalError if there is none of that name, or it has no such message: one of a newer or an older version.
 */
export function roomOf({ messageKey, name, about }: Message, rooms: MessageRooms): MessageRoom {
  const room = Object.hasOwn(rooms, about.room) ? rooms[about.room] : undefined;
  const known = `${messageKey} is the message ${name} of ${about.room}`;
  if (room === undefined)
    throw new TerminalError(
      `${known}, and there is no such room here, only ${Object.keys(rooms).join(", ")}; ${deploy}`,
    );
  if (!Object.hasOwn(room.kinds, name))
    throw new TerminalError(
      `${known}, which has no such message, only ${Object.keys(room.kinds).join(", ")}; ${deploy}`,
    );
  return room;
}
