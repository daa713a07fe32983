/** The demo city, served from memory. */
export const DEMO = "http://127.0.0.1:3210";

/** A register nobody has set up yet. */
export const EMPTY = "http://127.0.0.1:3211";

const target = process.env.CARGO_TARGET_DIR ?? "../target";

/** The program under test, and what was built for the browser. */
export const PROGRAM = `${target}/debug/itakumori`;
export const SITE = `${target}/site`;
