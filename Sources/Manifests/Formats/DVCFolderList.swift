// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files
import StrictJSON

/// The list of a folder's files that DVC keeps beside them, `MD5.dir`.
public struct DVCFolderList: Sendable {
  /// The longest list that is read, in bytes.
  public static let byteLimit = 256 << 20
  private static let limits = JSONLimits(bytes: byteLimit, depth: 4, values: 20_000_000)

  /// The files, from the folder, each with its MD5.
  public let files: [(path: RelativePath, digest: Digest)]

  /// Reads a list; nil when it is not the one with that digest, or no list.
  public init?(_ bytes: [UInt8], digest: Digest) {
    guard Digest.of(bytes, digest.algorithm) == digest else { return nil }
    self.init(parsing: bytes)
  }

  /// Reads a list whatever its digest is.
  public init?(parsing bytes: [UInt8]) {
    guard let entries = (try? JSONValue.parse(bytes, limits: Self.limits))?.array else {
      return nil
    }
    var files: [(path: RelativePath, digest: Digest)] = []
    files.reserveCapacity(entries.count)
    for entry in entries {
      guard let path = entry["relpath"]?.string.flatMap({ RelativePath($0) }),
        let text = entry["md5"]?.string, let digest = Digest(.md5, hex: text), digest.hex == text
      else { return nil }
      files.append((path, digest))
    }
    self.files = files
  }
}
