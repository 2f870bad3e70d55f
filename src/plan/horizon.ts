/** Months beyond which a forecast tells no time. */
export const HORIZON_MONTHS = 120;
