/** The head of a text that is longer than so many characters, marked as cut. No character of two halves is cut in two. */
export const shortened = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;
