// SPDX-License-Identifier: Apache-2.0

import Stamps
import Testing

@Suite struct RepositoryURLTests {
  @Test(arguments: [
    ("https://example.org/a.git", "https://example.org/a.git"),
    ("https://user:pass@example.org:8443/a.git", "https://example.org:8443/a.git"),
    ("https://ghp_token@example.org/a.git?key=secret#part", "https://example.org/a.git"),
    ("ssh://git@example.org:22/~/a.git", "ssh://example.org:22/~/a.git"),
    ("https://u:p@[2001:db8::1]:80/a", "https://[2001:db8::1]:80/a"),
    ("https://example.org/@scope/a", "https://example.org/@scope/a"),
    ("git@example.org:team/a.git", "example.org:team/a.git"),
    ("example.org:team/a@v2.git", "example.org:team/a@v2.git"),
    ("file:///srv/git/a.git", "file:///srv/git/a.git"),
    ("/srv/git/me@home/a?.git", "/srv/git/me@home/a?.git"),
    ("../me@home:a.git", "../me@home:a.git"),
    ("codecommit::https://u:p@example.org/a", "codecommit::https://example.org/a"),
  ])
  func cutsUserAndQuery(_ address: String, _ expected: String) {
    #expect(Stamp.publicRepositoryURL(address) == expected)
  }

  /// Attack 50: passwords with characters that should have been escaped, and forms that git would not
  /// take.
  @Test(arguments: [
    "https://user:secret/more@example.org/a", "https://user:secret?more@example.org/a",
    "https://user:secret#more@example.org/a", "https://user:secret@more@example.org/a",
    "user:secret@example.org:a", "user:secret@example.org:a/b", "https://user:secret",
    "https://user:secret/", "ext::ssh -i secret host %S", "https://secret@\u{301}example.org/a",
    "https://secret@", "https://?secret", "secret@:a", "https://secret:x@",
  ])
  func neverTellsASecret(_ address: String) {
    #expect(Stamp.publicRepositoryURL(address)?.contains("secret") != true)
    #expect(Stamp.publicRepositoryURL(address)?.contains("more") != true)
  }

  @Test(arguments: ["", "a\nb", "https://", "\u{1b}]0;x"])
  func tellsNothingOfWhatIsNoAddress(_ address: String) {
    #expect(Stamp.publicRepositoryURL(address) == nil)
  }
}
