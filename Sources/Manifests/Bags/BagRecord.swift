// SPDX-License-Identifier: Apache-2.0

import Files

/// A bag to be compared with its files: digests, sizes from `fetch.txt`, and the total.
struct BagRecord: DatasetRecord {
  private let tables: TableRecord
  private let payload: TableRecord
  private let total: BagTotal?
  private let sizes: [RelativePath: Int64]

  init(
    tables: TableRecord, payload: TableRecord, total: BagTotal?, sizes: [RelativePath: Int64]
  ) {
    self.tables = tables
    self.payload = payload
    self.total = total
    self.sizes = sizes
  }

  var digests: [ContentDigest] { tables.digests }
  var fileCount: Int? { payload.fileCount }
  var byteCount: Int64? { total?.bytes }
  var isCollisionResistant: Bool { payload.isCollisionResistant }

  /// The payload.
  var recorded: [RecordedFile] {
    payload.recorded.map {
      RecordedFile(path: $0.path, digest: $0.digest, size: sizes[$0.path])
    }
  }

  func lists(_ path: RelativePath) -> Bool? { payload.lists(path) }

  func differences(from content: DatasetContent) -> [DatasetDifference] {
    let differences = tables.differences(from: content)
    guard differences.isEmpty else { return differences }
    return wrongSizes(content) + wrongTotal(content)
  }

  private func wrongSizes(_ content: DatasetContent) -> [DatasetDifference] {
    if sizes.isEmpty { return [] }
    return content.files.compactMap { file in
      guard let size = sizes[file.path], size != file.size else { return nil }
      return DatasetDifference(
        .changed(recorded: "\(size) bytes in fetch.txt", actual: "\(file.size) bytes"),
        at: file.path)
    }
  }

  private func wrongTotal(_ content: DatasetContent) -> [DatasetDifference] {
    guard let total else { return [] }
    let prefix = Array("data/".utf8)
    let bytes = content.files.reduce(Int64(0)) { sum, file in
      file.path.bytes.starts(with: prefix) ? sum &+ file.size : sum
    }
    guard bytes != total.bytes else { return [] }
    return [
      DatasetDifference(
        .changed(recorded: "\(total.bytes) bytes of payload", actual: "\(bytes) bytes"), at: nil)
    ]
  }
}
