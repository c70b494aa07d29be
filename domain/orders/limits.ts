/** Lines of one order: with two writes a line, a placement stays well inside one transaction of 100. */
export const linesMax = 20
/** Units of one line; a buyer of more talks to the shop. */
export const lineQuantityMax = 999
