// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Digests
import Files
import Manifests
import SystemPackage

/// The formats that `convert` writes: lists that lose nothing and that their own tools verify.
enum ConversionTarget: String, ExpressibleByArgument, CaseIterable {
  case sha256, sha256sums
  case sha256sumsBSD = "sha256sums-bsd"
  case b3sums

  /// What is computed beside SHA-256.
  var digests: [ContentDigest] { self == .b3sums ? [.plain(.blake3)] : [] }

  /// What a list in the dataset's folder is called.
  var listName: FilePath.Component { self == .b3sums ? "B3SUMS" : "SHA256SUMS" }

  /// The text for files whose paths start where the list lies.
  func text(_ files: [(path: RelativePath, digest: Digest)]) throws -> [UInt8] {
    switch self {
    case .sha256: try NativeManifest(files.map { .init(path: $0.path, digest: $0.digest) }).bytes
    case .sha256sums, .b3sums: try ChecksumListText.write(files, .gnu)
    case .sha256sumsBSD: try ChecksumListText.write(files, .bsd)
    }
  }
}
