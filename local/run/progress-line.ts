import type { Progress } from "../views/sandbox-world.ts";

/** Where progress is shown. */
export interface Screen {
  /** A terminal, on which one line can be redrawn. */
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Shows how far a run has come. */
export interface ProgressLine {
  show(progress: Progress): void;
  /** Leaves the last state standing. */
  end(): void;
}

const eraseLine = "\r\u001b[K";

/** One line, redrawn, on a terminal; elsewhere a line for each tenth of the way. */
export function progressLine(screen: Screen): ProgressLine {
  let shownTenth = -1;
  let drawn = false;
  return {
    show: (progress) => {
      const line = lineOf(progress);
      const tenth = Math.floor(progress.share * 10);
      if (screen.isTTY) {
        screen.write(`${eraseLine}${line}`);
        drawn = true;
      } else if (tenth > shownTenth) screen.write(`${line}\n`);
      shownTenth = Math.max(shownTenth, tenth);
    },
    end: () => {
      if (drawn) screen.write("\n");
    },
  };
}

function lineOf({ now, share, eventsReceived, openCases, recoveredCases, mailsSent }: Progress): string {
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const count = (value: number) => value.toLocaleString("en");
  return `${now.slice(0, 10)} ${percent}  ${count(eventsReceived)} events, ${openCases} cases open, ${recoveredCases} recovered, ${mailsSent} mails`;
}
