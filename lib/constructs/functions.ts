import { Duration } from "aws-cdk-lib";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { type AccessName, entryOf, type FunctionName, type ListedFunction, type Waking } from "../functions.ts";
import type { Access } from "./access.ts";
import { type FunctionSetting, HoldfastFunction } from "./holdfast-function.ts";

export interface FunctionsProps extends FunctionSetting {
  readonly accesses: Readonly<Record<AccessName, Access>>;
  /** Take what was told to a function that could not make use of it, by what tells it. */
  readonly deadLetters: DeadLetters;
}

/** For what nobody waits for: what SES tells, and what comes through the provider's bus if there is one. */
export interface DeadLetters {
  readonly "mail-events": IQueue;
  readonly "provider-bus": IQueue | undefined;
}

/** The functions of the list as they are deployed, each once, at its place in the stack. */
export class Functions {
  private readonly scope: Construct;
  private readonly props: FunctionsProps;
  private readonly places = new Map<string, Construct>();
  private readonly made = new Map<string, HoldfastFunction>();

  constructor(scope: Construct, props: FunctionsProps) {
    this.scope = scope;
    this.props = props;
  }

  /** Functions whose place has this construct's id will stand in it, beside whatever else it holds. */
  share(place: Construct): void {
    this.places.set(place.node.id, place);
  }

  /** Deploys a listed function, or finds the one that is deployed already. */
  make(listed: ListedFunction): HoldfastFunction {
    const known = this.made.get(listed.name);
    if (known !== undefined) return known;
    const { accesses, deadLetters, stage, journal, alarms, policy } = this.props;
    const made = new HoldfastFunction(this.placeOf(listed), idOf(listed), {
      ...{ stage, journal, alarms, policy },
      entry: entryOf(listed),
      uses: listed.uses.map((name) => accesses[name]),
      timeout: Duration.seconds(listed.timeoutSeconds),
      ...repeats(listed.wokenBy, deadLetters),
    });
    this.made.set(listed.name, made);
    return made;
  }

  /** The construct a function stands in. */
  placeOf({ at }: ListedFunction): Construct {
    const name = at.slice(0, at.indexOf("/"));
    const known = this.places.get(name);
    if (known !== undefined) return known;
    const place = new Construct(this.scope, name);
    this.share(place);
    return place;
  }

  /** @throws RangeError if no such function was made. */
  named(name: FunctionName): HoldfastFunction {
    const found = this.made.get(name);
    if (found === undefined) throw new RangeError(`The function ${name} is not deployed; make it first.`);
    return found;
  }

  /** All that were made, by name. */
  get all(): readonly (readonly [name: string, made: HoldfastFunction])[] {
    return [...this.made];
  }
}

const idOf = ({ at }: ListedFunction): string => at.slice(at.indexOf("/") + 1);

/** How often Lambda repeats a failed call that nobody waits for. */
function repeats({ kind }: Waking, deadLetters: DeadLetters) {
  if (kind === "schedule") return { retryAttempts: 0 };
  const deadLetterQueue = kind === "mail-events" || kind === "provider-bus" ? deadLetters[kind] : undefined;
  return deadLetterQueue === undefined ? {} : { retryAttempts: 2, deadLetterQueue };
}
