#include "report/ensembles.h"

#include <math.h>

#include "report/number.h"
#include "report/views.h"

const char *const ensemble_keys[] = {"test_loss", "test_acc", "mean_test_loss", "mean_test_acc", NULL};
const char *const ensemble_keys_regression[] = {"test_loss", "test_rmse", "mean_test_loss", "mean_test_rmse", NULL};

double ensemble_value(const Ensemble *en, int number) {
    const double values[] = {en->loss, en->score, en->mean_loss, en->mean_score};
    return values[number];
}

static void add_number(TextTable *t, double value) {
    Text cell = {0};
    number_add(&cell, value, NAN);
    table_cell(t, &cell);
}

static bool some_lack(const Comparison *c) {
    for (int s = 0; s < c->setting_count; s++)
        if (c->ensemble[s].why) return true;
    return false;
}

TextTable view_ensembles(const Comparison *c, Arena *a) {
    Text title = {0};
    text_add(&title, "Deep ensembles: the mean prediction of a setting's seeds, beside the mean of their scores");
    TextTable t = view_begin(a, &title, c, 1);
    t.name = "ensembles";
    if (!c->ensemble) return t;
    const bool numbers = c->results->regression, lack = some_lack(c);
    table_column(&t, "setting", true);
    table_column(&t, "networks", false);
    table_column(&t, "ensemble's test loss", false);
    table_column(&t, "mean test loss", false);
    table_column(&t, numbers ? "ensemble's RMSE" : "ensemble's accuracy", false);
    table_column(&t, numbers ? "mean RMSE" : "mean accuracy", false);
    if (lack) table_column(&t, "why not", true);
    for (int i = 0; i < c->focus.count; i++) {
        const int s = c->focus.setting[i];
        const Ensemble *en = &c->ensemble[s];
        Text members = {0};
        table_cell_text(&t, c->settings[s].log->name);
        text_printf(&members, "%d", en->members);
        table_cell(&t, &members);
        add_number(&t, en->loss);
        add_number(&t, en->mean_loss);
        add_number(&t, en->score);
        add_number(&t, en->mean_score);
        if (lack) table_cell_text(&t, en->why ? en->why : "");
    }
    return t;
}
