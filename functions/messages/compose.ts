import { composer } from "./composer.ts";
import { customerLetters } from "./customer-letters.generated.ts";
import { staffLetters } from "./staff-letters.generated.ts";

/** Composes any message. */
export const compose = composer({ ...customerLetters, ...staffLetters });
