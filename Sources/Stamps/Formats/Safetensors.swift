// SPDX-License-Identifier: Apache-2.0

import Files
import StrictJSON

/// safetensors: the length of a header (eight bytes, little-endian), the header (a JSON object of
/// tensors, and of text under `__metadata__`), then the tensors' bytes without a gap.
///
/// The stamp stands in `__metadata__`. **Payload digest**: SHA-256 of the file in canonical form,
/// which is what ``ModelFile/strip(_:to:)`` writes:
///
/// - no key in `__metadata__` begins with `modelgate.`, and no `__metadata__` at all is left empty;
/// - the header is JSON without whitespace, the members of every object sorted by the UTF-8 bytes
///   of their names, with no more escapes than JSON demands;
/// - spaces pad it so that the tensors' bytes begin at a multiple of eight;
/// - the tensors' bytes are as they were.
///
/// It is needed even without stamps, because official writers order `__metadata__` at random.
///
/// Specification: <https://github.com/huggingface/safetensors#format>.
struct Safetensors: ModelFormat {
  static let name = "safetensors"
  static let extensions = ["safetensors"]

  private let header: SafetensorsHeader
  private let tensors: Range<Int64>

  /// Whether it begins with a plausible length and a brace; all three are needed to be loaded.
  static func matches(_ file: FileReader) throws(FormatError) -> Bool {
    let start = try read(file, at: 0, count: 9)
    guard start.count == 9, start[8] == UInt8(ascii: "{") else { return false }
    return length(start) <= UInt64(SafetensorsHeader.sizeLimit)
  }

  init(parsing file: FileReader) throws(FormatError) {
    let prefix = try Self.read(file, at: 0, count: 8)
    guard prefix.count == 8 else { throw .defect("it is shorter than the length of its header") }
    let claimed = Self.length(prefix)
    guard claimed <= UInt64(SafetensorsHeader.sizeLimit) else {
      throw .defect("the header claims \(claimed) bytes; readers take 100000000 at most")
    }
    let bytes = try Self.read(file, at: 8, count: Int(claimed))
    guard bytes.count == Int(claimed) else {
      throw .defect("the header claims \(claimed) bytes, of which \(bytes.count) are there")
    }
    tensors = (8 + Int64(claimed))..<file.size
    header = try SafetensorsHeader(bytes, dataSize: UInt64(tensors.count))
  }

  var entries: [StampEntry] { header.reserved }
  var notes: [String] { [] }

  var payload: [Segment] {
    [.bytes(Self.framed(header.withReserved([]), .canonical)), .source(tensors)]
  }

  func stamped(with entries: [StampEntry]) throws(FormatError) -> [Segment] {
    let bytes = Self.framed(header.withReserved(entries), .compact)
    guard bytes.count - 8 <= SafetensorsHeader.sizeLimit else {
      throw .defect("with a stamp its header would exceed 100000000 bytes")
    }
    return [.bytes(bytes), .source(tensors)]
  }

  func content(of file: FileReader) -> ModelContent {
    var content = ModelContent()
    content.numbers = header.tensors.map { tensor in
      // The header was checked against the file's size, so the positions are within it.
      let start = tensors.lowerBound + Int64(clamping: tensor.start)
      let range = start..<(start + Int64(clamping: tensor.end - tensor.start))
      return NumberArray(
        key: tensor.key, shape: "\(tensor.shape)",
        storage: ElementType(rawValue: tensor.type).map { .bytes($0, range) } ?? .opaque(range))
    }
    for (key, value) in header.foreignMetadata {
      content.metadata[Stamp.printable(key)] = value.string
    }
    return content
  }

  /// A header with its length before it and padding behind it.
  private static func framed(_ header: JSONValue, _ style: JSONStyle) -> [UInt8] {
    var bytes = header.encoded(style)
    bytes += repeatElement(UInt8(ascii: " "), count: -bytes.count & 7)
    return (0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> ($0 * 8)) } + bytes
  }

  private static func length(_ bytes: [UInt8]) -> UInt64 {
    bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func read(_ file: FileReader, at offset: Int64, count: Int)
    throws(FormatError) -> [UInt8]
  {
    do throws(FileError) {
      return try file.read(at: offset, count: count)
    } catch {
      throw .file(error)
    }
  }
}
