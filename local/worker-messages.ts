/** What the parent gives a worker when it starts. */
export type WorkerStart = {
  /** Path of the bundle, without its ending, as the handler setting has it. */
  readonly bundle: string
  readonly exportName: string
  readonly clock: SharedArrayBuffer
  readonly functionName: string
  readonly functionArn: string
  readonly memoryMiB: number
  readonly logGroupName: string
}

/** One invocation. The event travels as JSON, as it does to Lambda. */
export type WorkerRequest = { readonly requestId: string; readonly event: string; readonly timeoutMs: number }

export type FunctionError = { readonly errorType: string; readonly errorMessage: string; readonly trace: string }

export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-failed'; readonly error: FunctionError }
  | { readonly kind: 'done'; readonly requestId: string; readonly payload: string }
  | { readonly kind: 'failed'; readonly requestId: string; readonly error: FunctionError }
