import * as z from 'zod'

/** Where a picture is shown, in answers. */
export const PicturePath = z
  .string()
  .describe('path of the picture at the address of the console, which serves the API too')

/** The path for a key of the bucket. */
export const servedAt = (key: string): string => `/${key}`
