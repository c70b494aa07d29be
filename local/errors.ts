/** Why the local back end does not start: something in the template, the settings or the machine, told to a person. */
export class BootError extends Error {
  override readonly name = 'BootError'
}
