/** Something wrong in the copy; the message names the file, what is wrong and what to write instead. */
export class CopyMistake extends Error {
  override readonly name = "CopyMistake";
}

/** Where copy comes from: `file` for the writer to open, `place` within it. */
export interface Origin {
  readonly file: string;
  readonly place: string;
}

/** A mistake at a place: `emails/dunning/paused/pl.md, subject: ...`. */
export const mistakeAt = ({ file, place }: Origin, sentence: string): CopyMistake =>
  new CopyMistake(`${file}, ${place}: ${sentence}`);
