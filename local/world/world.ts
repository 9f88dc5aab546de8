import type { DunningCase } from "../../functions/dunning/case.ts";
import { readWholeFile } from "../../functions/dunning/case-store.ts";
import { plus } from "../../functions/platform/duration.ts";
import { segmentsOf } from "../../functions/segments/segments-of.ts";
import { caseStory } from "../views/case-view.ts";
import { mailInFull, mailInLocale } from "../views/mail-view.ts";
import { moneyByDay } from "../views/money-by-day.ts";
import { providerBooks } from "../views/provider-books.ts";
import type { SandboxWorld } from "../views/sandbox-world.ts";
import { stripePages } from "../views/stripe-pages.ts";
import { type Summary, summarize } from "../views/summary.ts";
import { type EmbeddedWorld, embeddedWorld } from "./embedded-world.ts";
import { lists } from "./lists.ts";
import { movingTime } from "./moving-time.ts";
import { usualWorld, type WorldOptions } from "./world-options.ts";

/** The world as the page sees it, and as tests look behind it. */
export interface World extends SandboxWorld {
  readonly embedded: EmbeddedWorld;
  /** Every case, in the order in which they were opened. */
  dunningCases(): readonly DunningCase[];
  stop(): Promise<void>;
}

/** Makes a world; whoever makes it stops it. What is not asked for is as the sandbox shows it. */
export async function createWorld(asked: Partial<WorldOptions> = {}): Promise<World> {
  const options: WorldOptions = { ...usualWorld, ...asked };
  const { seed, start, policy } = options;
  const embedded = await embeddedWorld(options);
  const { clock, tally, files, state } = embedded;
  const time = movingTime(embedded);
  const cases = () => [...tally.cases.values()];
  const fileOf = ({ customerId }: DunningCase) => readWholeFile(state, customerId);
  const listed = lists(embedded, policy);
  const summary = async (): Promise<Summary> =>
    summarize({ seed, from: start, until: clock.now() }, cases(), listed.mails(), {
      counts: tally.counts(options.customers),
      provider: providerBooks(embedded.stripe.account.books),
    });

  return {
    seed,
    startedAt: start,
    endsAt: plus(start, `P${options.days}D`),
    embedded,
    now: clock.now,
    ...time,
    dunningCases: cases,
    cases: async () => listed.cases(),
    case: async (caseId) => {
      const dunningCase = tally.cases.get(caseId);
      if (dunningCase === undefined) return undefined;
      const file = await fileOf(dunningCase);
      const segments = segmentsOf(file.known.customer ?? {}, policy, clock.now());
      return caseStory(file, dunningCase, listed.mailsOf(caseId), segments);
    },
    mails: () => listed.mails().reverse(),
    mail: (mailId) => {
      const sent = listed.sent(mailId);
      return sent && mailInFull(sent, files, policy);
    },
    mailIn: async (mailId, locale) => {
      const sent = listed.sent(mailId);
      return sent && mailInLocale(sent, locale, files, policy);
    },
    summary,
    firstCharges: tally.firstCharges,
    series: async () => moneyByDay(cases(), start, clock.now()),
    receive: async (request) => {
      const answer = await embedded.receiveFromOutside(request);
      if (answer.statusCode === 202) time.nudge();
      return answer;
    },
    portal: embedded.updatePayment,
    stripePages: stripePages(embedded.stripe),
    stop: embedded.stop,
  };
}
