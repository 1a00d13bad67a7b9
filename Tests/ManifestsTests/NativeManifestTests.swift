// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Manifests
import Testing

@Suite struct NativeManifestTests {
  static let a = Digest.of(Array("a".utf8)).hex
  static let b = Digest.of(Array("b".utf8)).hex

  private func parse(_ text: String) throws(ManifestError) -> NativeManifest {
    try NativeManifest(parsing: Array(text.utf8))
  }

  @Test(arguments: [
    "", "\(a)  a\n", "\(a)  a b\n\(b)  a/b\n", "\\\(a)  line\\nbreak\n\\\(b)  line\\\\slash\n",
    "\(a)  Z\n\(b)  a\n", "\(a)  sub-x\n\(b)  sub/b\n", "\(a)  ...\n", "\(a)   lead\n",
  ])
  func roundTrips(_ text: String) throws {
    let manifest = try parse(text)
    #expect(manifest.bytes == Array(text.utf8))
    #expect(try NativeManifest(manifest.shuffled()) == manifest)
  }

  /// The same value as `(cd FOLDER && find . -type f | … sha256sum) | sha256sum` gives.
  @Test func identifiesADatasetByItsText() throws {
    let manifest = try parse("\(Self.a)  a\n\(Self.b)  b\n")
    #expect(manifest.datasetDigest == Digest.of(manifest.bytes))
    #expect(manifest.map(\.path.description) == ["a", "b"])
    #expect(manifest[1].digest.hex == Self.b)
  }

  @Test(arguments: [
    ("\(a)  /etc/passwd\n", 1, "absolute"), ("\(a)  ../x\n", 1, "'..'"),
    ("\(a)  a/../x\n", 1, "'..'"), ("\(a)  ./x\n", 1, "'.'"), ("\(a)  a//x\n", 1, "empty"),
    ("\(a)  \n", 1, "empty"), ("\(a)  x\n\(b)  x\n", 2, "listed twice"),
    ("\(a)  b\n\(b)  a\n", 2, "not sorted"), ("\(a)  a/b\n\(b)  a-b\n", 2, "not sorted"),
    ("\(a)  a\u{1b}[31m\n", 1, "control byte 27"), ("\(a)  a\tb\n", 1, "control byte 9"),
    ("\(a)  a\0b\n", 1, "control byte 0"),
    ("\(a)  a\rb\n", 1, "control byte 13"), ("\(a)  a\u{7f}\n", 1, "control byte 127"),
    ("\(a.uppercased())  a\n", 1, "lower-case"), ("\(a)  a", 1, "newline"),
    ("\(a)  a\n\(b)  b", 2, "newline"), ("\(a)  a\r\n", 1, "carriage return"),
    ("\u{feff}\(a)  a\n", 1, "byte order mark"), ("\(a) *a\n", 1, "two spaces"),
    ("\(a) a\n", 1, "two spaces"), ("\(a.dropLast())  a\n", 1, "64"), ("\n", 1, "64"),
    ("# comment\n", 1, "64"), ("\(a)  a\\b\n", 1, "must be escaped"),
    ("\\\(a)  a\n", 1, "nothing in it is escaped"), ("\\\(a)  a\\t\n", 1, "must be followed"),
    ("\\\(a)  a\\\n", 1, "must be followed"), ("SHA256 (a) = \(a)\n", 1, "64"),
  ])
  func refuses(_ text: String, _ line: Int, _ reason: String) {
    do throws(ManifestError) {
      _ = try parse(text)
      Issue.record("it was taken")
    } catch {
      #expect(error.line == line)
      #expect(error.reason.contains(reason), "\(error.reason)")
    }
  }

  /// A line of a gigabyte is said in a few words; paths that files can have are not long.
  @Test func refusesPathsThatNoFileHas() throws {
    let long = String(repeating: "x/", count: 1 << 15)
    #expect(try parse("\(Self.a)  \(long.dropLast())\n").count == 1)
    let error = try #require(throws: ManifestError.self) {
      try parse("\(Self.a)  \(long)xx\n")
    }
    #expect(error.message == "line 1: the path is longer than 65536 bytes")
  }

  @Test func refusesToWriteWhatCannotBeRead() throws {
    let digest = Digest.of([])
    let twice = try NativeManifest.Entry(path: relative("x"), digest: digest)
    let control = try NativeManifest.Entry(path: relative("a\u{1b}b"), digest: digest)
    let md5 = try NativeManifest.Entry(path: relative("x"), digest: Digest.of([], .md5))
    #expect(throws: ManifestError.self) { try NativeManifest([twice, twice]) }
    #expect(throws: ManifestError.self) { try NativeManifest([control]) }
    #expect(throws: ManifestError.self) { try NativeManifest([md5]) }
  }

  @Test func tellsWhatChanged() throws {
    let old = try parse("\(Self.a)  a\n\(Self.a)  b\n\(Self.a)  c\n")
    let new = try parse("\(Self.a)  a\n\(Self.b)  c\n\(Self.b)  d\n")
    let changes = new.changes(since: old)
    #expect(changes == [.removed(old[1]), .changed(new[1], was: old[2].digest), .added(new[2])])
    #expect(new.changes(since: new).isEmpty)
  }

  @Test func ordersEscapedNamesByWhatTheyAreNotByHowTheyAreWritten() throws {
    // A newline sorts before every letter, though it is written as a backslash.
    let names = ["a\nb", "aZ", "a\\c", "ab"]
    let entries = try names.map {
      try NativeManifest.Entry(path: relative($0), digest: Digest.of([]))
    }
    let manifest = try NativeManifest(entries)
    #expect(manifest.map(\.path.bytes) == names.map { Array($0.utf8) })
    #expect(try NativeManifest(parsing: manifest.bytes) == manifest)
  }

  @Test func coversNothingWhenItListsNothing() throws {
    #expect(throws: ManifestError.self) {
      try ManifestFormats.datasets(in: [], at: relative("data.sha256"))
    }
  }
}
