declare module "dynalite" {
  import type { AddressInfo, Server } from "node:net";

  /** The part of dynalite that is used; the package carries no types. */
  interface DynaliteServer extends Server {
    address(): AddressInfo;
  }
  export default function dynalite(options?: {
    readonly createTableMs?: number;
    readonly path?: string;
  }): DynaliteServer;
}
