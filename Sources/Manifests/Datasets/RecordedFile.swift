// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// A file as some manifest lists it.
public struct RecordedFile: Sendable, Equatable {
  /// The path from the dataset's folder, or the name of a dataset that is one file.
  public let path: RelativePath
  /// Its digest, of the manifest's kind.
  public let digest: Digest
  /// Bytes, when they are recorded.
  public let size: Int64?

  /// Describes a file.
  public init(path: RelativePath, digest: Digest, size: Int64?) {
    (self.path, self.digest, self.size) = (path, digest, size)
  }

  /// A line of a native manifest.
  public init(_ entry: NativeManifest.Entry) {
    self.init(path: entry.path, digest: entry.digest, size: nil)
  }
}

extension DatasetRecord {
  /// The files, ordered by the bytes of their paths; nil when the record does not list them.
  public var recordedFiles: [RecordedFile]? {
    switch self {
    case let native as NativeRecord: native.manifest.map(RecordedFile.init)
    case let listed as ListedRecord: RecordedFile.list(listed.files)
    case let tables as TableRecord: tables.recorded
    case let bag as BagRecord: bag.recorded
    default: nil
    }
  }
}

extension RecordedFile {
  /// Each file with the one digest that tells most; nil when a file has none.
  fileprivate static func list(_ files: [ListedRecord.File]) -> [RecordedFile]? {
    let list = files.compactMap { file in
      let strong = file.expectations.first { $0.kinds.allSatisfy(\.isCollisionResistant) }
      return (strong ?? file.expectations.first).map {
        RecordedFile(path: file.path, digest: $0.digest, size: file.size)
      }
    }
    return list.count == files.count ? list : nil
  }
}
