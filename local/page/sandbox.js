// Comfort on top of pages that work without it: time moves without leaving the page.

const refreshEveryMs = 2000;
const bar = document.querySelector("header.clock");
const content = document.querySelector("#content");
const status = bar?.querySelector(".progress");

/** Shows what the clock bar of a newer copy of this page shows. */
function adoptClock(from) {
  for (const part of [".time", ".date"]) bar.querySelector(part).textContent = from.querySelector(part).textContent;
  bar.querySelector("time").dateTime = from.querySelector("time").dateTime;
  bar.querySelector("progress").value = from.querySelector("progress").value;
  bar.dataset.busy = from.dataset.busy;
  if (bar.dataset.busy === "false") status.textContent = from.querySelector(".progress").textContent;
  status.ariaBusy = bar.dataset.busy;
  const end = bar.querySelector("[value=end]");
  const over = from.querySelector("[value=end]").disabled;
  if (over && document.activeElement === end) bar.querySelector("button").focus();
  end.disabled = over;
}

/** Takes over the content and leaves what the reader holds: the focus, open tables, a mail being read. */
function adoptContent(from) {
  if (content.querySelector("iframe") && from.querySelector("iframe")) return;
  const open = [...content.querySelectorAll("details[open]")].map(({ id }) => id);
  const held = content.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  content.replaceChildren(...from.childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (held !== null) content.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

function adopt(source) {
  const page = new DOMParser().parseFromString(source, "text/html");
  adoptClock(page.querySelector("header.clock"));
  adoptContent(page.querySelector("#content"));
}

const refresh = async () => adopt(await (await fetch(location.href)).text());

/** Shows how far time has come until it stands still. A screen reader hears how it ended, not every step of the way. */
function follow() {
  if (bar.dataset.busy !== "true") return;
  status.ariaBusy = "true";
  const source = new EventSource("/progress");
  const refreshing = setInterval(refresh, refreshEveryMs);
  const stop = () => {
    clearInterval(refreshing);
    source.close();
  };
  source.addEventListener("progress", ({ data }) => {
    const { time, date, progress, share } = JSON.parse(data);
    bar.querySelector(".time").textContent = time;
    bar.querySelector(".date").textContent = date;
    bar.querySelector("progress").value = share;
    status.textContent = progress;
  });
  source.addEventListener("error", stop);
  source.addEventListener("done", async () => {
    stop();
    await refresh();
    follow();
  });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.getAttribute("action") !== "/clock") return;
  event.preventDefault();
  status.textContent = "Playing …";
  const answer = await fetch("/clock", {
    method: "POST",
    body: new URLSearchParams(new FormData(form, event.submitter)),
  });
  adopt(await answer.text());
  follow();
});

if (bar !== null) follow();
