/* formats.h -- what the rows of EXPORT_FORMATS consist of; see export.h. */
#ifndef TC_FORMATS_H
#define TC_FORMATS_H

#include "exports/export.h"

/* The picture of one step, or a sheet of several: pages.h. */
bool png_begin(struct export_job *job);
bool svg_begin(struct export_job *job);

/* The numbers of a run: a row a step, a row a collection. */
bool csv_begin(struct export_job *job);
bool cycles_begin(struct export_job *job);
/* The picture of each step, a file each. */
bool pictures_begin(struct export_job *job);
enum export_state pictures_go_on(struct export_job *job);
void pictures_end(struct export_job *job);

/* A frame a step. */
bool gif_film_begin(struct export_job *job);
enum export_state gif_film_go_on(struct export_job *job);
void gif_film_end(struct export_job *job);
bool mp4_begin(struct export_job *job);
bool webm_begin(struct export_job *job);
enum export_state video_film_go_on(struct export_job *job);
void video_film_end(struct export_job *job);

/* The frame trace, of the whole run. */
bool jsonl_begin(struct export_job *job);
enum export_state jsonl_go_on(struct export_job *job);
void jsonl_end(struct export_job *job);

/* The run as a text to read, and its pictures. */
bool md_begin(struct export_job *job);
enum export_state md_go_on(struct export_job *job);
void md_end(struct export_job *job);

/* The object graph of one step, for Graphviz. */
enum export_state dot_go_on(struct export_job *job);
/* The run as a trace for ui.perfetto.dev. */
bool perfetto_export_begin(struct export_job *job);

#endif
