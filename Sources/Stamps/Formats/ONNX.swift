// SPDX-License-Identifier: Apache-2.0

import Files

/// ONNX: a protobuf message `ModelProto`, whose field 14 `metadata_props` is a list of entries of
/// key (field 1) and value (field 2).
///
/// The stamp is appended as entries at the end of the file, where a field of a message may stand,
/// so nothing before it moves. **Payload digest**: SHA-256 of the file without the entries whose
/// key begins with `modelgate.`, which is the file as it was before it was stamped. Tensors in
/// external files are not covered; a note names these files.
///
/// Specification: <https://github.com/onnx/onnx/blob/main/onnx/onnx.proto>.
struct ONNX: ModelFormat {
  static let name = "onnx"
  static let extensions = ["onnx"]

  /// What protobuf parsers take at most: a message is shorter than 2 GiB.
  private static let sizeLimit: Int64 = (1 << 31) - 1

  let entries: [StampEntry]
  let payload: [Segment]
  let notes: [String]

  /// Whether all top-level fields are those of a `ModelProto`; the format has no magic number.
  static func matches(_ file: FileReader) throws(FormatError) -> Bool {
    do throws(FormatError) {
      return try ONNXModel(file, limit: sizeLimit).hasKnownFieldsOnly
    } catch .defect {
      return false
    }
  }

  init(parsing file: FileReader) throws(FormatError) {
    let model = try ONNXModel(file, limit: Self.sizeLimit)
    entries = model.reserved.map(\.entry)
    payload = Self.complement(of: model.reserved.map(\.range), in: file.size)
    var weights = ONNXExternalWeights(file)
    try weights.scan()
    notes = weights.note.map { [$0] } ?? []
  }

  func stamped(with entries: [StampEntry]) throws(FormatError) -> [Segment] {
    let added = entries.flatMap { entry in
      Protobuf.field(
        ONNXModel.metadataField,
        Protobuf.field(1, Array(entry.key.utf8)) + Protobuf.field(2, Array(entry.value.utf8)))
    }
    let kept = payload.reduce(Int64(0)) { size, segment in
      if case .source(let range) = segment { size + Int64(range.count) } else { size }
    }
    guard kept <= Self.sizeLimit - Int64(added.count) else {
      throw .defect("with a stamp it would exceed the 2 GiB of a protobuf message")
    }
    return payload + [.bytes(added)]
  }

  func content(of file: FileReader) throws(FormatError) -> ModelContent {
    try ONNXContent.read(file)
  }

  /// What lies between ascending ranges.
  private static func complement(of ranges: [Range<Int64>], in size: Int64) -> [Segment] {
    var kept: [Segment] = []
    var start: Int64 = 0
    for range in ranges + [size..<size] {
      if start < range.lowerBound { kept.append(.source(start..<range.lowerBound)) }
      start = range.upperBound
    }
    return kept
  }
}
