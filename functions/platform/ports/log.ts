/** Facts about one thing that happened. Opaque ids only: never an e-mail address, a name, a phone number or a payload. */
export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;

/** Structured log lines. `event` is a literal that alarms and metric filters match. */
export interface Log {
  info(event: string, facts: LogFacts): void;
  warn(event: string, facts: LogFacts): void;
  error(event: string, facts: LogFacts): void;
}
