/**
 * What the console's page may do: load scripts, styles and pictures of its own origin, call it, and send pictures to where
 * the API signed an upload for. No inline script or style, no evaluated text, no frame.
 * @param uploads origin of the bucket of product pictures.
 */
export const contentSecurityPolicy = (uploads: string): string =>
  Object.entries({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    // A picture that an answer had in it is shown by an address of the page's own.
    'img-src': "'self' blob:",
    'font-src': "'self'",
    'connect-src': `'self' ${uploads}`,
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  })
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ')

/** What a picture that is opened by itself may do, should a browser ever take it for something else: nothing. */
export const picturePolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"
