/* Serves "add" to gearman: a number in, the next one out. */
#include <libgearman/gearman.h>
#include <stdio.h>
#include <stdlib.h>

static gearman_return_t add(gearman_job_st *job, void *context)
{
  char number[16], sum[16];
  (void)context;
  snprintf(number, sizeof number, "%.*s", (int)gearman_job_workload_size(job), (const char *)gearman_job_workload(job));
  return gearman_job_send_complete(job, sum, sprintf(sum, "%d", atoi(number) + 1));
}

int main(int argc, char **argv)
{
  if (argc != 2)
    return 2;
  gearman_worker_st *worker = gearman_worker_create(NULL);
  gearman_worker_add_server(worker, "127.0.0.1", atoi(argv[1]));
  gearman_worker_define_function(worker, "add", 3, gearman_function_create(add), 0, NULL);
  while (gearman_worker_work(worker) == GEARMAN_SUCCESS)
    ;
  return 1;
}
