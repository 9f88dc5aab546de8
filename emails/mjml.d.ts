/** The part of mjml that the build uses; the package brings no types. */
declare module "mjml" {
  interface MjmlResult {
    readonly html: string;
    readonly errors: readonly { readonly formattedMessage: string }[];
  }
  export default function mjml2html(
    source: string,
    options?: {
      readonly validationLevel?: "strict" | "soft" | "skip";
      readonly keepComments?: boolean;
      /** Web fonts to load, by family. */
      readonly fonts?: Readonly<Record<string, string>>;
    },
  ): Promise<MjmlResult>;
}
