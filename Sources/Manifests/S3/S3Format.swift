// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files

/// `NAME.s3.json` beside the file or folder `NAME`: objects pinned by version, with the SHA-256
/// checksums that S3 keeps; see ``S3Pin``.
public struct S3Format: SiblingFormat {
  /// What a pin's name ends with.
  public static let suffix = ".s3.json"

  /// The format.
  public init() {}

  /// `s3`.
  public var name: String { "s3" }

  /// The objects as files of the dataset.
  public func record(in bytes: [UInt8], of dataset: RelativePath) throws(ManifestError)
    -> any DatasetRecord
  {
    try ListedRecord(S3Pin(parsing: bytes, for: dataset).objects.map(\.listed))
  }
}

extension S3Pin.Object {
  /// The object as a file of the dataset.
  fileprivate var listed: ListedRecord.File {
    switch checksum {
    case .full(let digest):
      ListedRecord.File(path: path, digest: digest, kinds: [.plain(.sha256)], size: size)
    case .composite(let digest, let layout):
      ListedRecord.File(path: path, digest: digest, kinds: [.parts(layout)], size: size)
    }
  }
}
