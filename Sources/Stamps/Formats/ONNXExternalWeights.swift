// SPDX-License-Identifier: Apache-2.0

import Files

/// Finds the tensors of an ONNX model whose bytes lie in other files, and checks the wire format of
/// every message on the way to them.
struct ONNXExternalWeights {
  /// The messages of onnx.proto that hold a tensor somewhere below.
  private enum Message {
    case model, training, function, graph, node, attribute, sparseTensor, tensor

    /// The fields that lead on.
    func child(_ number: UInt64) -> Message? {
      switch (self, number) {
      case (.model, 7), (.training, 1...2), (.attribute, 6), (.attribute, 11): .graph
      case (.model, 20): .training
      case (.model, 25): .function
      case (.graph, 1), (.function, 7): .node
      case (.node, 5), (.function, 11): .attribute
      case (.graph, 5), (.attribute, 5), (.attribute, 10), (.sparseTensor, 1...2): .tensor
      case (.graph, 15), (.attribute, 22...23): .sparseTensor
      default: nil
      }
    }
  }

  /// `TensorProto.external_data`, a list of entries of key and value.
  private static let externalDataField: UInt64 = 13
  /// What official protobuf parsers take before they give up.
  private static let depthLimit = 100
  private static let namedFiles = 3

  private let end: Int64
  private var cursor: ByteCursor
  /// The first files, in the order of the model.
  private var locations: [[UInt8]] = []
  private var tensors = 0

  init(_ file: FileReader) {
    end = file.size
    cursor = ByteCursor(file)
  }

  /// Walks through the whole model, passing over the bytes of tensors.
  mutating func scan() throws(FormatError) {
    try scan(.model, until: end, depth: 0)
  }

  /// What the digests leave out, for people; nil when they cover all weights.
  var note: String? {
    guard tensors > 0 else { return nil }
    let files = locations.map { "'\(RelativePath.quoted($0))'" }.joined(separator: ", ")
    return "\(tensors) tensors lie outside this file and are not covered by its digests"
      + (files.isEmpty ? "" : "; first in \(files)")
  }

  private mutating func scan(_ message: Message, until end: Int64, depth: Int)
    throws(FormatError)
  {
    guard depth < Self.depthLimit else {
      throw .defect("messages are nested deeper than \(Self.depthLimit) levels")
    }
    while cursor.position < end {
      let field = try cursor.field(before: end)
      guard case .bytes(let content) = field.content else { continue }
      if let child = message.child(field.number) {
        cursor.seek(to: content.lowerBound)
        try scan(child, until: content.upperBound, depth: depth + 1)
      } else if message == .tensor, field.number == Self.externalDataField {
        try addLocation(content)
      }
    }
  }

  /// Reads an entry of `external_data`; the one under the key `location` names a file.
  private mutating func addLocation(_ range: Range<Int64>) throws(FormatError) {
    cursor.seek(to: range.lowerBound)
    var isLocation = false
    var value: Range<Int64>?
    while cursor.position < range.upperBound {
      let field = try cursor.field(before: range.upperBound)
      guard case .bytes(let content) = field.content, content.count < 4096 else { continue }
      if field.number == 1 { isLocation = try cursor.bytes(in: content) == Array("location".utf8) }
      if field.number == 2 { value = content }
    }
    guard isLocation, let value else { return }
    tensors += 1
    let location = try cursor.bytes(in: value)
    if locations.count < Self.namedFiles, !locations.contains(location) {
      locations.append(location)
    }
  }
}
