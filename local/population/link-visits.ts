import { plusMs } from "../../functions/platform/instant.ts";
import type { Email } from "../../functions/platform/ports/mailer.ts";
import { randomFor } from "../engine/random.ts";
import type { CardKind } from "../providers/stripe/methods.ts";
import type { Surroundings } from "./surroundings.ts";

const minuteMs = 60_000;

/** What somebody puts in who has come as far as the billing portal; some think better of it. */
const putsIn: readonly (readonly [number, CardKind | "nothing"])[] = [
  [60, "visa"],
  [30, "mastercard"],
  [5, "insufficient-funds"],
  [5, "nothing"],
];

/**
 * Plans a visit to the page behind a message's button: opens it some hours later, presses, and puts in a card.
 * @param onWorkingCard told when a card that works was put in.
 */
export function planVisit(world: Surroundings, email: Email, onWorkingCard: () => void): void {
  const url = linkIn(world, email);
  if (url === undefined) return;
  const random = randomFor(world.seed, "visit", email.messageKey);
  const { clock } = world.stripe.account;
  const inMinutes = (least: number, most: number) => plusMs(clock.now(), random.whole(least, most) * minuteMs);
  world.plan(inMinutes(10, 30 * 60), async () => {
    const action = await world.visitor.open(url);
    if (action === undefined || !random.chance(0.95)) return;
    world.plan(inMinutes(1, 3), async () => {
      const portal = await world.visitor.press(action);
      const visit = world.stripe.visits.get(portal?.split("/").at(-1) ?? "");
      const kind = random.weighted(putsIn);
      if (visit === undefined || kind === "nothing") return;
      world.plan(inMinutes(2, 9), () => {
        world.stripe.replaceCard(visit.customerId, kind);
        if (kind !== "insufficient-funds") onWorkingCard();
      });
    });
  });
}

/** Some mail services open each link to look for malware. That must change nothing. */
export function planScan(world: Surroundings, email: Email): void {
  const url = linkIn(world, email);
  const random = randomFor(world.seed, "scan", email.messageKey);
  if (url === undefined || !random.chance(0.2)) return;
  const at = plusMs(world.stripe.account.clock.now(), random.whole(1, 60) * 1000);
  world.plan(at, async () => {
    await world.visitor.open(url);
  });
}

function linkIn({ portalUrl }: Surroundings, { text }: Email): string | undefined {
  return text.match(/https?:\/\/[^\s<>]+/g)?.find((url) => url.startsWith(portalUrl));
}
