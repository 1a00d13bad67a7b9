// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import SystemPackage
import TestSupport
import Testing

@Suite struct ChecksumListTests {
  let worktree: Worktree
  private let digest = Digest.of(Array("1\n".utf8)).hex

  init() throws { worktree = try Worktree() }

  private func datasets(_ text: String, at name: String) throws -> [DatasetManifest] {
    try #require(try ManifestFormats.datasets(in: Array(text.utf8), at: relative(name)))
  }

  private func fill() throws {
    try worktree.write("d/a", "1\n")
    try worktree.write("d/sub/b c", "2\n")
    try worktree.write("d/back\\slash\nfeed", "3\n")
  }

  /// A list, and the tool that writes and checks it.
  struct List: Sendable, CustomTestStringConvertible {
    let name: String
    let tool: String
    var options = ""
    var isStrong = true

    var testDescription: String { "\(name) by \(tool) \(options)" }

    /// Lists everything below the folder; `find` puts `./` before the names, in any order.
    var script: String {
      let find = "find . -type f ! -name '\(name)' -print0 | xargs -0"
      guard tool == "cksum" else { return "\(find) \(tool) \(options)" }
      return options.split(separator: " ").map { "\(find) \($0) --tag" }.joined(separator: "; ")
    }
  }

  /// Names as they are, with `./`, and with escapes; GNU's style and BSD's; strong and weak digests.
  @Test(
    .enabled(if: Peers.has("sha256sum", "b3sum"), "needs coreutils and b3sum"),
    arguments: [
      List(name: "SHA256SUMS", tool: "sha256sum"),
      List(name: "sha256sums.txt", tool: "sha256sum", options: "--tag"),
      List(name: "SHA256SUMS", tool: "sha256sum", options: "--binary"),
      List(name: "SHA512SUMS", tool: "sha512sum"), List(name: "SHA224SUMS", tool: "sha224sum"),
      List(name: "sha384sum.txt", tool: "sha384sum"),
      List(name: "B2SUMS", tool: "b2sum"), List(name: "B2SUMS", tool: "b2sum", options: "--tag"),
      List(name: "B3SUMS", tool: "b3sum"), List(name: "CHECKSUMS", tool: "sha512sum"),
      List(name: "MD5SUMS", tool: "md5sum", isStrong: false),
      List(name: "MD5SUMS", tool: "md5sum", options: "--tag", isStrong: false),
      List(name: "SHA1SUMS", tool: "sha1sum", isStrong: false),
      List(name: "checksums.txt", tool: "cksum", options: "md5sum sha256sum"),
    ])
  func seesOneByteOneNameAndOneFile(_ list: List) async throws {
    try fill()
    let shell = worktree.shell.at(worktree.path.appending("d"))
    try await shell.script("{ \(list.script); } >../list && mv ../list \(list.name)")
    let check = try worktree.check("d/\(list.name)")
    #expect(check.verdict == .passed, "\(check.summary)")
    #expect(check.dataset.record?.isCollisionResistant == list.isStrong)
    #expect(check.dataset.record?.fileCount == 3)
    for name in ["a", "sub/b c", "back\\slash\nfeed"] {
      try await worktree.seesEveryChange(
        of: "d/\(name)", as: name, by: "d/\(list.name)"
      ) { tampering in
        let status = try await shell.run(list.tool, ["--check", list.name]).status
        #expect(status == (tampering == .addition ? 0 : 1), "\(tampering) of \(name)")
      }
    }
  }

  @Test(.enabled(if: Peers.has("openssl"), "needs openssl"))
  func takesWhatOpenSSLWrites() async throws {
    try worktree.write("d/a", "1\n")
    try await worktree.shell.script("cd d; openssl dgst -sha256 a > SHA256SUMS")
    #expect(try worktree.check("d/SHA256SUMS").verdict == .passed)
  }

  @Test func takesWhatCoreutilsTake() throws {
    try worktree.write("d/a", "1\n")
    try worktree.write("d/SHA256SUMS", "# made by hand\r\n\r\n\(digest.uppercased()) *./a\r\n")
    #expect(try worktree.check("d/SHA256SUMS").verdict == .passed)
  }

  @Test func refusesPathsThatNoFileHas() throws {
    let long = String(repeating: "x", count: 1 << 20)
    let error = try #require(throws: ManifestError.self) {
      try datasets("\(digest)  \(long)\n", at: "d/SHA256SUMS")
    }
    #expect(error.reason == "the path is longer than 65536 bytes")
  }

  /// BSD's `md5 -r` puts one blank before the names; the first line tells for all.
  @Test(
    .enabled(if: Peers.has("sha256sum"), "needs coreutils"),
    arguments: [
      "DIGEST a\nDIGEST  b\nDIGEST *c\n", "DIGEST\ta\nDIGEST\t b\nDIGEST\t*c\n",
      "  DIGEST  a\n\tDIGEST   b\nDIGEST **c\n", " \\DIGEST  a\nDIGEST   b\nDIGEST  *c\n",
    ])
  func takesEveryWayToSeparateNames(_ text: String) async throws {
    for name in ["a", " b", "*c"] { try worktree.write("d/\(name)", "1\n") }
    try worktree.write("d/SHA256SUMS", text.replacing("DIGEST", with: digest))
    try await worktree.shell.script("cd d && sha256sum --check --strict --status SHA256SUMS")
    let check = try worktree.check("d/SHA256SUMS")
    #expect(check.verdict == .passed, "\(check.differences)")
    try worktree.write("d/ b", "2\n")
    #expect(try worktree.check("d/SHA256SUMS").verdict == .refused)
  }

  @Test func takesBase64AndShortenedDigests() async throws {
    try worktree.write("d/a", "1\n")
    let base64 = Base64.encode(Digest.of(Array("1\n".utf8)).bytes)
    try worktree.write("d/CHECKSUMS", "SHA256 (a) = \(base64)\n")
    #expect(try worktree.check("d/CHECKSUMS").verdict == .passed)
    try worktree.write("d/a", "2\n")
    #expect(try worktree.check("d/CHECKSUMS").verdict == .refused)
    try worktree.remove("d/CHECKSUMS")
    try await worktree.shell.script("cd d && b2sum --length 256 a >B2SUMS")
    #expect(try worktree.check("d/B2SUMS").verdict == .passed)
  }

  /// As Fedora's `CHECKSUM` is; the headers and the signature are no lines of the list.
  @Test(.enabled(if: Peers.has("gpg"), "needs gpg"))
  func takesAListInASignedMessage() async throws {
    try worktree.write("d/a", "1\n")
    try worktree.write("list", "# a: 2 bytes\nSHA256 (a) = \(digest)\n")
    try await worktree.shell.script(
      """
      mkdir -m 700 ../gpg && export GNUPGHOME="$(realpath ../gpg)"
      gpg --batch --quiet --passphrase '' --quick-generate-key t@e.org ed25519 sign never 2>/dev/null
      gpg --batch --quiet --clear-sign --output d/CHECKSUM list
      gpgconf --kill all
      """)
    let check = try worktree.check("d/CHECKSUM")
    #expect(check.verdict == .passed, "\(check.differences)")
    try worktree.write("d/a", "2\n")
    #expect(try worktree.check("d/CHECKSUM").verdict == .refused)
  }

  /// Releases have lists of files that are elsewhere, so these are read only when they are named.
  @Test(arguments: [
    "SHASUMS256.txt", "SHA256", "checksums_sha256.txt", "tool_1.0_checksums.txt",
    "md5-checksums.txt",
  ])
  func takesTheListsOfReleasesWhenNamed(_ name: String) throws {
    try worktree.write("d/a", "1\n")
    try worktree.write("d/\(name)", "\(digest)  a\n")
    #expect(try worktree.check("d/\(name)").verdict == .passed)
    #expect(ManifestSearch(in: try worktree.root()).found.isEmpty)
    try worktree.write("d/\(name)", "how to make checksums\n")
    let found = ManifestSearch.read(try relative("d/\(name)"), in: try worktree.root())
    #expect(found.compactMap(\.dataset).isEmpty)
  }

  @Test func theSignatureOfAListNeedNotBeListed() throws {
    try worktree.write("d/a", "1\n")
    try worktree.write("d/SHA256SUMS", "\(digest)  a\n")
    for suffix in ["asc", "gpg", "sig"] { try worktree.write("d/SHA256SUMS.\(suffix)", "x") }
    #expect(try worktree.check("d/SHA256SUMS").verdict == .passed)
    try worktree.write("d/MD5SUMS.asc", "x")
    let names = [
      "a.asc", "sub/SHA256SUMS.asc", "weights.bin.sig", "weights.md5.sig", "md5.sig",
      "model-checksums.sig", "SHA256SUMS.sig.sig",
    ]
    for name in names {
      try worktree.write("d/\(name)", "x")
      #expect(try worktree.check("d/SHA256SUMS").verdict == .refused)
      try worktree.remove("d/\(name)")
    }
  }

  @Test func aNamedListIsOfWhatStandsBesideIt() throws {
    try worktree.write("d/a", "1\n")
    let md5 = Digest.of(Array("1\n".utf8), .md5).hex
    try worktree.write("d.md5", "\(md5)  a\n")
    #expect(try worktree.check("d.md5").verdict == .passed)
    try worktree.write("d.md5", "\(md5)  d/a\n")
    #expect(try worktree.check("d.md5").verdict == .passed)
    try worktree.write("d/a.b3", "\(Digest.of(Array("1\n".utf8), .blake3).hex)  a\n")
    #expect(try worktree.check("d/a.b3").verdict == .passed)
    #expect(try worktree.check("d/a.b3").dataset.path == relative("d/a"))
  }

  @Test func eachNameAtTheRootIsADataset() throws {
    let text = "\(digest)  x/b\n\(digest)  a.csv\n\(digest)  x/a\n"
    let found = try datasets(text, at: "SHA256SUMS")
    #expect(found.map(\.path.description) == ["a.csv", "x"])
    #expect(found.map { $0.record?.fileCount } == [1, 2])
  }

  @Test func aBareDigestIsNoList() throws {
    let md5 = Digest.of([], .md5).hex
    #expect(try ManifestFormats.datasets(in: Array(md5.utf8), at: relative("x.md5")) == nil)
    try worktree.write("x.tar.md5", md5 + "\n")
    #expect(ManifestSearch(in: try worktree.root()).found.isEmpty)
  }

  @Test(arguments: [
    ("DIGEST  /etc/passwd\n", "absolute"), ("DIGEST  ../x\n", "'..'"), ("DIGEST  a/../b\n", "'..'"),
    ("DIGEST  a//b\n", "empty"), ("DIGEST  ./\n", "empty"), ("DIGEST  a\nDIGEST  a\n", "twice"),
    ("DIGEST  a\nDIGEST  ./a\n", "twice"), ("DIGEST  a\0b\n", "control byte 0"),
    ("DIGEST  a\u{1b}[2J\n", "control byte 27"), ("\\DIGEST  a\\x\n", "backslash"),
    ("DIGEST  a\nDIGEST b\n", "two spaces"), ("DIGEST\n", "neither"), ("", "no file"),
    ("# none\n", "no file"),
    ("0123456789abcdef0123456789abcdef  a\n", "32 digits"), ("FOO (a) = DIGEST\n", "not known"),
    ("SHA256 (a) = 00\n", "not known"), ("SHA512 (a) = DIGEST\n", "not known"),
    ("SHA256 a = DIGEST\n", "neither"), ("DIGEST  a\rb\n", "control byte 13"),
    ("\u{feff}DIGEST  a\n", "byte order mark"),
    ("SHA256 (a) = Q1WkaxnTSNwvV8BG+O9j1FOOu5NgAPPJ7pVKJ0YNhg==\n", "not known"),
  ])
  func refuses(_ text: String, _ reason: String) throws {
    let text = text.replacing("DIGEST", with: digest)
    let error = try #require(throws: ManifestError.self) { try datasets(text, at: "d/SHA256SUMS") }
    #expect(error.reason.contains(reason), "\(error.reason)")
    #expect(error.manifest == (try relative("d/SHA256SUMS")))
  }

  /// Bytes are the identity: composed and decomposed `é` are two files.
  @Test func twinsInUnicodeAreTwoFiles() throws {
    let (composed, decomposed) = ("caf\u{e9}", "cafe\u{301}")
    try worktree.write("d/\(composed)", "1\n")
    try worktree.write("d/\(decomposed)", "2\n")
    let other = Digest.of(Array("2\n".utf8)).hex
    try worktree.write("d/SHA256SUMS", "\(digest)  \(composed)\n\(other)  \(decomposed)\n")
    #expect(try worktree.check("d/SHA256SUMS").verdict == .passed)
    try worktree.write("d/SHA256SUMS", "\(digest)  \(decomposed)\n\(other)  \(composed)\n")
    #expect(try worktree.check("d/SHA256SUMS").differences.count == 2)
  }

  @Test func aListIsFoundInItsFolderAndNotTwice() throws {
    try fill()
    try worktree.write("d/SHA256SUMS", "\(digest)  a\n")
    try worktree.write("d/sub/SHA256SUMS", "\(digest)  x\n")
    let found = ManifestSearch(in: try worktree.root()).found
    #expect(found.compactMap(\.dataset?.path.description) == ["d"])
  }
}
