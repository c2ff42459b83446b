/** `[x, y]`; the unit and frame are those the function using it states. */
export type Point = [number, number]

/** A closed outline: vertices in order, without repeating the first. */
export type Ring = Point[]

/** `[x1, y1, x2, y2]`, x1 ≤ x2 and y1 ≤ y2. */
export type Box = [number, number, number, number]
