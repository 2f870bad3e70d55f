/** Items and bins as one Float64Array per resource: `need[r][item]`, and one capacity per resource. */
export type Needs = readonly Float64Array[];
