import type { DeliveryPorts } from "../../../functions/contact/deliver.ts";
import { compose } from "../../../functions/messages/compose.ts";
import type { Message } from "../../../functions/messages/message.ts";
import { messageKeyOf, parseMessage } from "../../../functions/messages/message-item.ts";
import { plusMs } from "../../../functions/platform/instant.ts";
import type { Email, Mailer } from "../../../functions/platform/ports/mailer.ts";
import { type MemoryStore, memoryStore } from "../../../local/engine/memory-store.ts";
import { type VirtualClock, virtualClock } from "../../../local/engine/virtual-clock.ts";
import { sampleLinkKey, sampleMessage, samplePolicy } from "./sample-message.ts";

export const start = "2026-01-07T08:00:00.000Z";

/** A mail service that keeps what it took, and a log that keeps what was said. */
export function deliveryFixture() {
  const state: MemoryStore = memoryStore();
  const clock: VirtualClock = virtualClock(start);
  const taken: { readonly email: Email; readonly at: string }[] = [];
  const logged: { readonly level: string; readonly event: string; readonly facts: object }[] = [];
  const mailer: Mailer = {
    send: async (email) => {
      taken.push({ email, at: clock.now() });
      return { serviceMessageId: `ses-${taken.length}` };
    },
  };
  const linkKey = { linkSigningKey: async () => sampleLinkKey };
  const at = (level: string) => (event: string, facts: object) => void logged.push({ level, event, facts });
  const log = { info: at("info"), warn: at("warn"), error: at("error") };
  const ports: DeliveryPorts = { state, mailer, clock, log, policy: samplePolicy, compose, linkKey };
  return {
    ...{ ports, state, clock, mailer, taken, logged },
    pass: (ms: number) => clock.set(plusMs(clock.now(), ms)),
    item: () => state.load(messageKeyOf(sampleMessage)),
    message: async (): Promise<Message | undefined> => {
      const item = await state.load(messageKeyOf(sampleMessage));
      return item && parseMessage(item);
    },
  };
}
export type DeliveryFixture = ReturnType<typeof deliveryFixture>;

export const hourMs = 3_600_000;
