// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// The files of a dataset with the SHA-256 of each, as `sha256sum` writes them, sorted by bytes.
///
/// There is one text for a given content, so that SHA-256 over the text identifies the dataset;
/// in-toto's `dirHash` is the same value. The manifest keeps that text and where its lines start,
/// and nothing else: a million files need no million objects. Parsing and writing round-trip:
/// `NativeManifest(parsing: x).bytes == x`. A manifest may list nothing at all, but then it covers
/// nothing; see ``NativeRecord``.
public struct NativeManifest: Sendable, Equatable {
  /// A file with its digest.
  public struct Entry: Sendable, Hashable {
    /// The path from the dataset's folder, or the name of a dataset that is one file.
    public let path: RelativePath
    /// SHA-256 of the content.
    public let digest: Digest

    /// Names a file and its digest.
    public init(path: RelativePath, digest: Digest) {
      self.path = path
      self.digest = digest
    }
  }

  /// The canonical text.
  public let bytes: [UInt8]
  let lineStarts: [UInt32]

  init(bytes: [UInt8], lineStarts: [UInt32]) {
    self.bytes = bytes
    self.lineStarts = lineStarts
  }

  /// SHA-256 of the text: what identifies the dataset.
  public var datasetDigest: Digest { Digest.of(bytes) }

  /// Whether both have the same text; where its lines start follows from it.
  public static func == (left: NativeManifest, right: NativeManifest) -> Bool {
    left.bytes == right.bytes
  }
}

extension NativeManifest: RandomAccessCollection {
  /// Always 0.
  public var startIndex: Int { 0 }
  /// The number of files.
  public var endIndex: Int { lineStarts.count }

  /// The file at a position, in the order of the paths.
  public subscript(position: Int) -> Entry {
    let line = line(position)
    return Entry(
      path: RelativePath(unchecked: Array(line.name)),
      digest: Digest(.sha256, unchecked: Hex.decode(line.hex) ?? []))
  }

  /// Where the parts of a line stand in the text.
  @inline(__always)
  func place(of position: Int) -> NativeLine.Place {
    let next = position + 1 < lineStarts.count ? Int(lineStarts[position + 1]) : bytes.count
    return NativeLine.Place(bytes.span, Int(lineStarts[position]), next - 1)
  }

  func line(_ position: Int) -> NativeLine { NativeLine(lineBytes(position).dropLast()) }

  /// A line with its newline.
  func lineBytes(_ position: Int) -> ArraySlice<UInt8> {
    let start = Int(lineStarts[position])
    let next = position + 1 < lineStarts.count ? Int(lineStarts[position + 1]) : bytes.count
    return bytes[start..<next]
  }

  /// Which path comes first: that of a line without so many bytes at its start, or another's.
  ///
  /// No slice is made, which two threads would have to count.
  @inline(__always)
  func compare(_ position: Int, droppingFirst prefix: Int = 0, with other: Span<UInt8>) -> Int {
    let place = place(of: position)
    if place.isEscaped {
      let name = line(position).name.dropFirst(prefix)
      return ByteOrder.compare(name.span, other)
    }
    let start = Swift.min(place.name.lowerBound + prefix, place.name.upperBound)
    return ByteOrder.compare(bytes.span.extracting(start..<place.name.upperBound), other)
  }

  /// The same with a line of another manifest.
  func compare(_ position: Int, _ other: NativeManifest, _ otherPosition: Int) -> Int {
    let place = other.place(of: otherPosition)
    if place.isEscaped {
      let name = other.line(otherPosition).name
      return compare(position, with: name.span)
    }
    return compare(position, with: other.bytes.span.extracting(place.name))
  }

  /// Whether a line has this digest.
  @inline(__always)
  func hasDigest(_ position: Int, _ digest: Span<UInt8>) -> Bool {
    Hex.matches(bytes.span.extracting(place(of: position).hex), digest)
  }

  /// Whether two lines have the same digest.
  func hasSameDigest(_ position: Int, _ other: NativeManifest, _ otherPosition: Int) -> Bool {
    let (here, there) = (place(of: position).hex, other.place(of: otherPosition).hex)
    return ByteOrder.compare(
      bytes.span.extracting(here), other.bytes.span.extracting(there)) == 0
  }
}
