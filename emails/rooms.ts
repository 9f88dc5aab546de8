import * as dunning from "../functions/dunning/message-kinds.ts";
import type { MessageKinds } from "../functions/messages/message-kind.ts";

/** The messages of a room, which lie in a folder of its name and go to customers or to the company's own people. */
interface RoomOfMessages {
  readonly room: string;
  readonly customerKinds: MessageKinds;
  readonly staffKinds: MessageKinds;
}

/** Every room that has messages: its message-kinds.ts exports `customerKinds` and `staffKinds`. */
export const rooms: readonly RoomOfMessages[] = [{ room: dunning.dunningRoom, ...dunning }];
