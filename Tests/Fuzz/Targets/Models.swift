// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import StrictJSON
import SystemPackage

@testable import Stamps

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension FuzzTarget {
  private static func framed(_ header: String, _ data: [UInt8]) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> ($0 * 8)) } + header.utf8 + data
  }

  /// safetensors: a stamp changes nothing but itself.
  static let safetensors = FuzzTarget(
    "safetensors",
    seeds: [
      framed(
        #"{"__metadata__":{"format":"pt","modelgate.x":"1"},"b":{"dtype":"F32","shape":[2],"#
          + #""data_offsets":[0,8]},"a":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}"#,
        [UInt8](0..<11)),
      framed("{}      ", []),
    ]
  ) { bytes in
    try stamps(bytes, "m.safetensors")
  }

  /// ONNX: a stamp changes nothing but itself.
  static let onnx = FuzzTarget(
    "onnx",
    seeds: [
      """
      08083a480a0e0a01780a017712017922034d756c1201672a1108021001220800000040000040404201775a0f\
      0a0178120a0a08080112040a020802620f0a0179120a0a08080112040a02080242040a00100d\
      720c0a06617574686f7212026d65
      """
    ].compactMap { Hex.decode($0.utf8) }
  ) { bytes in
    try stamps(bytes, "m.onnx")
  }

  /// The keys and texts of a stamp, from the object that a sidecar holds.
  static let stamp = FuzzTarget(
    "stamp",
    seeds: [
      #"{"modelgate.version":"1","modelgate.commit":"\#(String(repeating: "1", count: 40))","#
        + #""modelgate.tree":"\#(String(repeating: "2", count: 40))","modelgate.repository":"#
        + #""https://u:p@e.org/r?q","modelgate.pipeline":"p","modelgate.build":"b","#
        + #""modelgate.data":"{\"a\":\"sha256:\#(Digest.of([]).hex)\"}","#
        + #""modelgate.dependencies":"{}"}"#
    ]
  ) { bytes in
    guard let members = (try? JSONValue.parse(bytes))?.object else { return }
    let entries = members.compactMap { name, value in value.string.map { StampEntry(name, $0) } }
    guard let stamp = try read({ try Stamp(keyValues: entries) }) else { return }
    try require(try Stamp(keyValues: stamp.keyValues) == stamp, "it reads as it is written")
  }

  private static func stamps(_ bytes: [UInt8], _ name: FilePath) throws {
    guard let model = try reading(bytes, name, { $0 }) else { return }
    let entry = StampEntry("modelgate.commit", "c")
    guard let segments = try read({ try model.stamped(with: [entry]) }) else { return }
    let stamped = joined(segments, of: bytes)
    let payload = joined(model.payload, of: bytes)
    let again = try reading(stamped, name) { joined($0.payload, of: stamped) }
    try require(again != nil, "a stamped model reads")
    try require(again == payload, "a stamp does not change the payload")
  }

  /// Parses bytes as an open file, which is how models are read.
  private static func reading<Value>(
    _ bytes: [UInt8], _ name: FilePath, _ body: (ParsedModel) throws -> Value
  ) throws -> Value? {
    guard let stream = unsafe tmpfile() else { throw Errno(rawValue: errno) }
    defer { unsafe fclose(stream) }
    let file = FileDescriptor(rawValue: unsafe fileno(stream))
    _ = try file.writeAll(bytes)
    let reader = try FileReader(file, path: name)
    guard let model = try read({ try ParsedModel(reader, named: name) }) else { return nil }
    return try body(model)
  }

  private static func joined(_ segments: [Segment], of source: [UInt8]) -> [UInt8] {
    segments.flatMap { segment in
      switch segment {
      case .bytes(let bytes): bytes
      case .source(let range): Array(source[Int(range.lowerBound)..<Int(range.upperBound)])
      }
    }
  }
}
