// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

/// What a child reads, as a file without a name.
///
/// Not a pipe: a child that ends without reading all of it would end the test process by SIGPIPE.
enum StandardInput {
  /// A descriptor at the start of these bytes; the caller closes it.
  static func open(_ bytes: [UInt8]) throws -> FileDescriptor {
    guard !bytes.isEmpty else { return try FileDescriptor.open(FilePath("/dev/null"), .readOnly) }
    let scratch = try ScratchFolder()
    let descriptor = try FileDescriptor.open(
      scratch.path.appending("input"), .readWrite,
      options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
    do {
      try descriptor.writeAll(bytes)
      try descriptor.seek(offset: 0, from: .start)
      return descriptor
    } catch {
      try? descriptor.close()
      throw error
    }
  }
}
