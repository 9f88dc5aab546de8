import { enableCompileCache } from "node:module";

// Half of the time before the first event goes into compiling; what one start has compiled, the next one finds in the
// system's directory for temporary files. It must be asked for before the rest is loaded: node --import ./<this file>.
enableCompileCache();
