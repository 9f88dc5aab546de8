import { measureReceiveCpu } from "./bench/receive-cpu.ts";
import { markdownOf } from "./bench/measure.ts";
console.log(markdownOf(await measureReceiveCpu()));
