/** What nixpkgs derives from the name of a system: text, truth, nothing, or a set of the same. */
export type Described = string | number | boolean | null | { readonly [name: string]: Described };

interface Processor {
  readonly cpu: { readonly [name: string]: string | number };
  /** The predicates that hold. */
  readonly is: readonly string[];
  readonly linux: string;
  readonly qemu: string;
  readonly efi: string;
  readonly go: string;
  readonly node: string;
  readonly abi?: string;
  readonly darwin?: string;
  readonly uname?: string;
}

/** As in `lib/systems/parse.nix` and `lib/systems/default.nix` of nixpkgs. */
const processors: { readonly [name: string]: Processor } = {
  x86_64: {
    cpu: { family: 'x86', bits: 64, arch: 'x86-64' },
    is: ['is64bit', 'isx86', 'isx86_64'],
    linux: 'x86_64',
    qemu: 'x86_64',
    efi: 'x64',
    go: 'amd64',
    node: 'x64',
  },
  i686: {
    cpu: { family: 'x86', bits: 32, arch: 'i686' },
    is: ['is32bit', 'isx86', 'isx86_32', 'isi686'],
    linux: 'i386',
    qemu: 'i386',
    efi: 'ia32',
    go: '386',
    node: 'ia32',
  },
  aarch64: {
    cpu: { family: 'arm', bits: 64, version: '8', arch: 'armv8-a' },
    is: ['is64bit', 'isAarch', 'isAarch64'],
    linux: 'arm64',
    qemu: 'aarch64',
    efi: 'aa64',
    go: 'arm64',
    node: 'arm64',
    darwin: 'arm64',
  },
  armv7l: {
    cpu: { family: 'arm', bits: 32, version: '7', arch: 'armv7' },
    is: ['is32bit', 'isAarch', 'isAarch32', 'isArmv7'],
    linux: 'arm',
    qemu: 'arm',
    efi: 'arm',
    go: 'arm',
    node: 'arm',
    abi: 'gnueabihf',
  },
  armv6l: {
    cpu: { family: 'arm', bits: 32, version: '6', arch: 'armv6' },
    is: ['is32bit', 'isAarch', 'isAarch32'],
    linux: 'arm',
    qemu: 'arm',
    efi: 'arm',
    go: 'arm',
    node: 'arm',
    abi: 'gnueabihf',
  },
  riscv64: {
    cpu: { family: 'riscv', bits: 64 },
    is: ['is64bit', 'isRiscV', 'isRiscV64'],
    linux: 'riscv',
    qemu: 'riscv64',
    efi: 'riscv64',
    go: 'riscv64',
    node: 'riscv64',
  },
  powerpc64le: {
    cpu: { family: 'power', bits: 64 },
    is: ['is64bit', 'isPower', 'isPower64'],
    linux: 'powerpc',
    qemu: 'ppc64le',
    efi: 'powerpc64le',
    go: 'ppc64le',
    node: 'ppc64',
    uname: 'ppc64le',
  },
};

const kernels = {
  linux: {
    is: ['isLinux', 'isElf', 'isGnu'],
    uname: 'Linux',
    libc: 'glibc',
    vendor: 'unknown',
    format: 'elf',
    library: '.so',
  },
  darwin: {
    is: ['isDarwin', 'isMacOS', 'isMacho'],
    uname: 'Darwin',
    libc: 'libSystem',
    vendor: 'apple',
    format: 'macho',
    library: '.dylib',
  },
} as const;

/** Predicates that every version of nixpkgs has, and all systems answer. */
const predicates = `
  is32bit is64bit isAarch isAarch32 isAarch64 isAlpha isAndroid isArmv7 isAvr isBSD isBigEndian
  isCygwin isDarwin isElf isFreeBSD isGenode isGhcjs isGnu isLinux isLittleEndian isLoongArch64
  isM68k isMacOS isMacho isMinGW isMips isMips32 isMips64 isMmix isMsp430 isMusl isNetBSD isNone
  isOpenBSD isPower isPower64 isRedox isRiscV isRiscV32 isRiscV64 isS390 isS390x isSparc isSparc64
  isStatic isSunOS isUClibc isUnix isWasi isWasm isWindows isi686 isiOS isx86 isx86_32 isx86_64
`;

/**
 * What `lib.systems.elaborate` makes of a system, as far as it is the same in
 * every nixpkgs of the last years. Of systems that are not told here, only the
 * kernel is known.
 */
export function described(system: string): { readonly [name: string]: Described } {
  const [name = '', kernelName = ''] = system.split('-', 2);
  const processor = Object.hasOwn(processors, name) ? processors[name] : undefined;
  const isMac = kernelName === 'darwin';
  if (kernelName !== 'linux' && !isMac) return {};
  if (!processor || system !== `${name}-${kernelName}`) return { isLinux: !isMac, isDarwin: isMac };
  if (isMac && name !== 'x86_64' && name !== 'aarch64') return { isLinux: false, isDarwin: true };
  const kernel = kernels[kernelName];
  const abi = isMac ? 'unknown' : (processor.abi ?? 'gnu');
  const holds = new Set(['isUnix', 'isLittleEndian', ...processor.is, ...kernel.is]);
  return {
    ...Object.fromEntries(
      predicates
        .trim()
        .split(/\s+/)
        .map((each) => [each, holds.has(each)]),
    ),
    ...architectures(processor, name),
    // How nixpkgs calls Apple's own processors there has changed.
    ...(isMac && processor.darwin
      ? {}
      : { config: `${name}-${kernel.vendor}-${isMac ? 'darwin' : `linux-${abi}`}` }),
    parsed: {
      cpu: { name, ...processor.cpu, significantByte: { name: 'littleEndian' } },
      kernel: { name: kernelName, execFormat: { name: kernel.format } },
      vendor: { name: kernel.vendor },
      abi: { name: abi },
    },
    uname: {
      system: kernel.uname,
      processor: (isMac ? processor.darwin : processor.uname) ?? name,
    },
    go: { GOARCH: processor.go, GOOS: kernelName },
    node: { arch: processor.node, platform: kernelName },
    libc: kernel.libc,
    hasSharedLibraries: true,
    extensions: {
      sharedLibrary: kernel.library,
      library: kernel.library,
      staticLibrary: '.a',
      executable: '',
    },
  };
}

/** What others than nixpkgs call the processor. */
function architectures(processor: Processor, name: string): { readonly [name: string]: Described } {
  return {
    linuxArch: processor.linux,
    qemuArch: processor.qemu,
    efiArch: processor.efi,
    darwinArch: processor.darwin ?? name,
  };
}

/** The systems that flakes of every nixpkgs expose packages for; newer ones expose more. */
export const exposedSystems = [
  'x86_64-linux',
  'aarch64-linux',
  'x86_64-darwin',
  'armv6l-linux',
  'armv7l-linux',
  'i686-linux',
  'aarch64-darwin',
  'powerpc64le-linux',
  'riscv64-linux',
] as const;
