/** The part of the JavaScript API of WebAssembly that is used here; TypeScript has it in its DOM library only. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Memory {
    readonly buffer: ArrayBuffer;
    /** `initial` is a number of pages of 64 KiB. */
    constructor(descriptor: { readonly initial: number });
  }
  class Instance {
    readonly exports: Record<string, unknown>;
    constructor(module: Module, imports?: Record<string, never>);
  }
}
