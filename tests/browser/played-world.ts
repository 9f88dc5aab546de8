import { createServer } from "node:net";
import { type RunningPage, startPage } from "../../local/page/start-page.ts";
import type { MailRow } from "../../local/views/sandbox-world.ts";
import { createWorld } from "../../local/world/world.ts";

/** A real world some weeks in, its page, and a mail whose case still waits for a card. */
export interface PlayedWorld extends RunningPage {
  readonly mail: MailRow & { readonly caseId: string };
}

// Links in mail name the port, so it must be known before there is a world.
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
    server.once("error", reject);
  });

/** Plays a small world, seed 7, until a customer has been written to about a payment that is still open. */
export async function playedWorld(): Promise<PlayedWorld> {
  const port = await freePort();
  const world = await createWorld({ customers: 60, publicUrl: `http://localhost:${port}` });
  for (let weeks = 0; weeks < 8; weeks += 1) {
    await world.advance("P7D");
    const open = new Set(
      (await world.cases()).filter(({ outcome }) => outcome === undefined).map(({ caseId }) => caseId),
    );
    const mail = world
      .mails()
      .find(({ caseId, state }) => caseId !== undefined && open.has(caseId) && state === "delivered");
    if (mail?.caseId === undefined) continue;
    const page = await startPage({ world, port });
    const close = () => page.close().then(world.stop);
    return { url: page.url, mail: { ...mail, caseId: mail.caseId }, close };
  }
  await world.stop();
  throw new Error("Eight weeks of seed 7 went by without mail about a payment that is still open.");
}
