/** The key in a subscription's metadata under which our own pause says whose it is. */
export const pauseMark = "holdfast_pause";
