// SPDX-License-Identifier: Apache-2.0

import Files
import Testing

@Suite struct NameSieveTests {
  private let sieve = NameSieve(endings: [".DVC", "sums"], beginnings: ["id_"])

  @Test(arguments: ["x.dvc", "x.Dvc", ".dvc", "SHA256SUMS", "sums", "id_rsa", "ID_x", "id_"])
  func letsPass(_ name: String) throws {
    #expect(sieve.passes(try #require(RelativePath(name))))
    #expect(sieve.passes(try #require(RelativePath("folder.d/" + name))))
  }

  @Test(arguments: ["x", "dvc", "dvc.x", "sums.txt", "aid_", "id", "s\u{17f}ums/x", "x.dv\u{107}"])
  func holdsBack(_ name: String) throws {
    #expect(!sieve.passes(try #require(RelativePath(name))))
    #expect(!sieve.passes(try #require(RelativePath("id_x.dvc/" + name))))
  }

  @Test func anEmptyEndingStandsForAnyName() throws {
    let all = NameSieve(endings: ["x", ""])
    #expect(all.passes(try #require(RelativePath("whatever"))))
    #expect(!NameSieve(endings: []).passes(try #require(RelativePath("whatever"))))
  }
}
