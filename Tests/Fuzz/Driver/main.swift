// SPDX-License-Identifier: Apache-2.0
//
// modelgate-fuzz TARGET [LIBFUZZER-OPTION…] [FOLDER…]: one target under libFuzzer, which this
// program is linked with. Without arguments it lists the targets; `--seeds TARGET FOLDER` writes
// what a target starts from. Tests/Fuzz/run does it all.

import Files
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

typealias Callback = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

/// `FuzzerDriver` of compiler-rt, which has no header; the C convention takes these the same way.
@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ callback: Callback
) -> CInt

func target(_ name: String?) -> FuzzTarget {
  guard let found = FuzzTarget.all.first(where: { $0.name == name }) else {
    print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
    exit(name == nil ? 0 : 64)
  }
  return found
}

let words = CommandLine.arguments.dropFirst()
if words.first == "--seeds", words.count == 3, let folder = words.last {
  for (number, seed) in target(words.dropFirst().first).seeds.enumerated() {
    try AtomicFile.write(seed, to: FilePath(folder).appending("seed-\(number)"))
  }
  exit(0)
}

let chosen = target(words.first)
var count = CommandLine.argc - 1
var arguments = unsafe CommandLine.unsafeArgv + 1
let status = unsafe withUnsafeMutablePointer(to: &arguments) { arguments in
  unsafe runDriver(&count, arguments) { bytes, size in
    do {
      try chosen.body(unsafe Array(UnsafeBufferPointer(start: bytes, count: size)))
    } catch {
      fatalError("\(chosen.name): \(error)")
    }
    return 0
  }
}
exit(status)
