/** As little as a file can be that is loaded. */
export const nothing = undefined
