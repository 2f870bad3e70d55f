export interface Placement {
  /** Host of each item, -1 where none had room. */
  hostOf: Int32Array;
  placed: number;
  /** Room left per resource and host: `free[r][host]`. */
  free: Float64Array[];
}
