// Comfort on top of pages that work without it: the clock moves without leaving the page.

const ids = (root) => ({ bar: root.querySelector("header.clock"), content: root.querySelector("#content") });

/** Takes over what is new on the page and leaves what the reader holds: focus, open tables, a mail being read. */
function adopt(page) {
  const next = new DOMParser().parseFromString(page, "text/html");
  const from = ids(next);
  const to = ids(document);
  for (const part of [".time", ".date", ".progress"])
    to.bar.querySelector(part).textContent = from.bar.querySelector(part).textContent;
  to.bar.querySelector("time").dateTime = from.bar.querySelector("time").dateTime;
  to.bar.querySelector("progress").value = from.bar.querySelector("progress").value;
  to.bar.dataset.busy = from.bar.dataset.busy;
  to.bar.querySelector(".progress").ariaBusy = from.bar.dataset.busy;
  const end = from.bar.querySelector("[value=end]").disabled;
  const button = to.bar.querySelector("[value=end]");
  if (end && document.activeElement === button) to.bar.querySelector("button").focus();
  button.disabled = end;
  if (to.content.querySelector("iframe") && from.content.querySelector("iframe")) return;
  const open = [...to.content.querySelectorAll("details[open]")].map(({ id }) => id);
  const held = to.content.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  to.content.replaceChildren(...from.content.childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (held !== null) to.content.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

function follow() {
  const bar = document.querySelector("header.clock");
  if (bar?.dataset.busy !== "true") return;
  const source = new EventSource("/progress");
  // A screen reader hears how it ended, not every step of the way.
  bar.querySelector(".progress").ariaBusy = "true";
  source.addEventListener("progress", ({ data }) => {
    const { time, date, progress, share } = JSON.parse(data);
    bar.querySelector(".time").textContent = time;
    bar.querySelector(".date").textContent = date;
    bar.querySelector(".progress").textContent = progress;
    bar.querySelector("progress").value = share;
  });
  const end = async () => {
    source.close();
    adopt(await (await fetch(location.href)).text());
    follow();
  };
  source.addEventListener("done", end);
  source.addEventListener("error", () => source.close());
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.getAttribute("action") !== "/clock") return;
  event.preventDefault();
  const bar = document.querySelector("header.clock");
  bar.querySelector(".progress").textContent = "Playing …";
  const answer = await fetch("/clock", {
    method: "POST",
    body: new URLSearchParams(new FormData(form, event.submitter)),
  });
  adopt(await answer.text());
  follow();
});

follow();
