// SPDX-License-Identifier: Apache-2.0

import StrictJSON

/// The JSON header of a safetensors file, checked as the official loader checks it.
///
/// Stricter in what two readers could see differently: a name that comes twice is refused, and the
/// text must begin with its brace, as the specification says.
struct SafetensorsHeader {
  /// The official loader's `MAX_HEADER_SIZE`, in bytes.
  static let sizeLimit = 100_000_000

  private static let metadataName = "__metadata__"

  /// The entries of a stamp, in the order of the file.
  let reserved: [StampEntry]
  /// The tensors, in the order of the data.
  let tensors: [SafetensorsTensor]
  /// The header without them.
  private let object: JSONObject

  /// Parses and checks a header; its tensors must cover exactly the bytes that follow it.
  init(_ bytes: [UInt8], dataSize: UInt64) throws(FormatError) {
    guard bytes.first == UInt8(ascii: "{") else {
      throw .defect("the header does not begin with '{'")
    }
    let json: JSONValue
    do throws(JSONError) {
      let limits = JSONLimits(bytes: Self.sizeLimit, depth: 127, values: 1 << 21)
      json = try JSONValue.parse(bytes, limits: limits)
    } catch {
      throw .defect("the header is not JSON: \(error.message)")
    }
    var object = json.object ?? JSONObject()
    var reserved: [StampEntry] = []
    object[Self.metadataName] = try Self.metadata(object[Self.metadataName], &reserved)
    self.object = object
    self.reserved = reserved
    tensors = try Self.tensors(of: object)
    try checkTensors(dataSize)
  }

  /// The header with these entries behind the metadata of others.
  func withReserved(_ entries: [StampEntry]) -> JSONValue {
    var metadata = object[Self.metadataName]?.object ?? JSONObject()
    for entry in entries { metadata.append(entry.key, .string(entry.value)) }
    var result = JSONObject()
    if !metadata.isEmpty { result.append(Self.metadataName, .object(metadata)) }
    for (name, value) in object where name != Self.metadataName { result.append(name, value) }
    return .object(result)
  }

  /// Splits metadata, and returns what is not reserved; nil when that is nothing.
  ///
  /// The official loader takes `null` for no metadata.
  private static func metadata(_ value: JSONValue?, _ reserved: inout [StampEntry])
    throws(FormatError) -> JSONValue?
  {
    guard let value, !value.isNull else { return nil }
    guard let members = value.object else { throw .defect("'\(metadataName)' is not an object") }
    var others = JSONObject()
    for (name, value) in members {
      guard let text = value.string else {
        throw .defect("the metadata '\(Stamp.printable(name))' is not a string")
      }
      if StampEntry.isReserved(name.utf8) {
        reserved.append(StampEntry(name, text))
      } else {
        others.append(name, value)
      }
    }
    return others.isEmpty ? nil : .object(others)
  }

  private static func tensors(of object: JSONObject) throws(FormatError) -> [SafetensorsTensor] {
    var tensors: [SafetensorsTensor] = []
    for (name, value) in object where name != Self.metadataName {
      tensors.append(try SafetensorsTensor(name, value))
    }
    return tensors.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  }

  /// Metadata that is not of a stamp.
  var foreignMetadata: JSONObject { object[Self.metadataName]?.object ?? JSONObject() }

  /// Refuses tensors that overlap, leave holes, or do not end where the file ends.
  private func checkTensors(_ dataSize: UInt64) throws(FormatError) {
    var end: UInt64 = 0
    for tensor in tensors {
      guard tensor.start >= end else {
        throw .defect("the tensor '\(tensor.name)' overlaps the one before it")
      }
      guard tensor.start == end else {
        throw .defect("bytes \(end) to \(tensor.start) of the data belong to no tensor")
      }
      end = tensor.end
    }
    guard end >= dataSize else {
      throw .defect("the last \(dataSize - end) bytes belong to no tensor")
    }
    guard end == dataSize else {
      throw .defect("its tensors need \(end) bytes, of which \(dataSize) are there")
    }
  }
}
