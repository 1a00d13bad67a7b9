// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import StrictJSON

/// The list of a folder's files that DVC keeps beside them, `MD5.dir`.
struct DVCFolderList {
  /// The longest list that is read, in bytes.
  static let byteLimit = 256 << 20

  /// The files, from the folder.
  let files: [(path: RelativePath, md5: String)]

  /// Reads a list; nil when it is not the one with that digest, or no list.
  init?(_ bytes: [UInt8], md5: String) {
    guard Digest.of(bytes, .md5).hex == md5 else { return nil }
    self.init(parsing: bytes)
  }

  /// Reads a list whatever its digest is.
  init?(parsing bytes: [UInt8]) {
    let limits = JSONLimits(bytes: Self.byteLimit, depth: 4, values: 10_000_000)
    guard let entries = (try? JSONValue.parse(bytes, limits: limits))?.array else { return nil }
    var files: [(path: RelativePath, md5: String)] = []
    for entry in entries {
      guard let path = entry["relpath"]?.string.flatMap({ RelativePath($0) }),
        let text = entry["md5"]?.string, let digest = Digest(.md5, hex: text), digest.hex == text
      else { return nil }
      files.append((path, text))
    }
    self.files = files
  }
}
