/* Calls "add" through gearman as a line of its stdin says: how many calls and how many at a time. Answers with the seconds that it took and each call's microseconds. */
#include <libgearman/gearman.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct call {
  int number;
  double began;
  char argument[16];
};

static double *took;
static int done;

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void finish(const struct call *call, const char *sum)
{
  if (sum == NULL || atoi(sum) != call->number + 1) {
    fprintf(stderr, "gearman_client: a wrong sum\n");
    exit(1);
  }
  took[done++] = now() - call->began;
}

static gearman_return_t completed(gearman_task_st *task)
{
  char sum[16];
  snprintf(sum, sizeof sum, "%.*s", (int)gearman_task_data_size(task), (const char *)gearman_task_data(task));
  finish(gearman_task_context(task), sum);
  return GEARMAN_SUCCESS;
}

static int begin(struct call *call, int number)
{
  call->number = number;
  call->began = now();
  return sprintf(call->argument, "%d", number);
}

static void call_one(gearman_client_st *client, int number)
{
  struct call call;
  size_t size, length = begin(&call, number);
  gearman_return_t status;
  char *sum = gearman_client_do(client, "add", call.argument, call.argument, length, &size, &status);
  finish(&call, status == GEARMAN_SUCCESS ? sum : NULL);
  free(sum);
}

/* The number is the job's unique name too: without one the library makes a UUID for each. */
static void call_many(gearman_client_st *client, struct call *calls, int first, int count)
{
  for (int i = 0; i < count; i++) {
    gearman_return_t status;
    size_t length = begin(&calls[i], first + i);
    gearman_client_add_task(client, NULL, &calls[i], "add", calls[i].argument, calls[i].argument, length, &status);
  }
  gearman_client_run_tasks(client);
  gearman_client_task_free_all(client);
}

int main(int argc, char **argv)
{
  if (argc != 2)
    return 2;
  gearman_client_st *client = gearman_client_create(NULL);
  gearman_client_add_server(client, "127.0.0.1", atoi(argv[1]));
  gearman_client_set_timeout(client, 60000);
  gearman_client_set_complete_fn(client, completed);
  int count, in_flight;
  while (scanf("%d %d", &count, &in_flight) == 2) {
    took = calloc(count, sizeof *took);
    struct call *calls = calloc(in_flight, sizeof *calls);
    done = 0;
    double began = now();
    for (int i = 0; i < count; i += in_flight) {
      if (in_flight == 1)
        call_one(client, i);
      else
        call_many(client, calls, i, count - i < in_flight ? count - i : in_flight);
    }
    double seconds = now() - began;
    if (done != count)
      return 1;
    printf("%f", seconds);
    for (int i = 0; i < done; i++)
      printf(" %.1f", took[i] * 1e6);
    printf("\n");
    fflush(stdout);
    free(calls);
    free(took);
  }
  return 0;
}
