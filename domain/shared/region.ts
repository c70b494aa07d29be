import * as z from 'zod'

/** The first two digits of a code of GB/T 2260: the 34 provinces, autonomous regions, municipalities and special regions. */
const provincePattern = '(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])'

export const provincesMax = 34

export const Province = z.string().regex(new RegExp(`^${provincePattern}$`))
/** The code of a district or county in GB/T 2260: six digits, e.g. `440305`. */
export const RegionCode = z.string().regex(new RegExp(`^${provincePattern}\\d{4}$`))

/** @param regionCode six digits. */
export const provinceOf = (regionCode: string): string => regionCode.slice(0, 2)
