// SPDX-License-Identifier: Apache-2.0
//
// The least that a program can do to see every file of a tree: two threads list the folders and ask
// for the status of every name. Nothing is read, compared or kept.

#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder {
  struct folder *next;
  char path[];
};

static struct folder *pending;
static size_t unfinished, files;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t change = PTHREAD_COND_INITIALIZER;

static void fail(const char *path) {
  perror(path);
  exit(2);
}

static void push(const char *parent, const char *name) {
  size_t size = strlen(parent) + strlen(name) + 2;
  struct folder *folder = malloc(sizeof *folder + size);
  if (!folder) fail("malloc");
  snprintf(folder->path, size, "%s/%s", parent, name);
  pthread_mutex_lock(&lock);
  folder->next = pending;
  pending = folder;
  unfinished++;
  pthread_cond_signal(&change);
  pthread_mutex_unlock(&lock);
}

static size_t list(const char *path) {
  size_t count = 0;
  DIR *stream = opendir(path);
  if (!stream) fail(path);
  struct dirent *entry;
  while ((entry = readdir(stream))) {
    const char *name = entry->d_name;
    if (!strcmp(name, ".") || !strcmp(name, "..") || !strcmp(name, ".git")) continue;
    struct stat status;
    if (fstatat(dirfd(stream), name, &status, AT_SYMLINK_NOFOLLOW)) fail(name);
    if (S_ISDIR(status.st_mode)) push(path, name);
    else count++;
  }
  closedir(stream);
  return count;
}

static void *work(void *unused) {
  (void)unused;
  pthread_mutex_lock(&lock);
  while (unfinished) {
    struct folder *folder = pending;
    if (!folder) {
      pthread_cond_wait(&change, &lock);
      continue;
    }
    pending = folder->next;
    pthread_mutex_unlock(&lock);
    size_t count = list(folder->path);
    free(folder);
    pthread_mutex_lock(&lock);
    files += count;
    if (!--unfinished) pthread_cond_broadcast(&change);
  }
  pthread_mutex_unlock(&lock);
  return NULL;
}

int main(int count, char **arguments) {
  if (count != 2) return 64;
  push(arguments[1], ".");
  pthread_t second;
  if (pthread_create(&second, NULL, work, NULL)) fail("pthread_create");
  work(NULL);
  pthread_join(second, NULL);
  printf("%zu\n", files);
  return 0;
}
