/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-private.h"

#include <string.h>

struct _InkanAgreement {
  GObject parent_instance;

  GPtrArray *details;
  char *procedure;
  char *terms;
  GPtrArray *choices;
  GPtrArray *passphrase_controls; /* belong to the form's page */
  SecretValue *passphrase;
  SecretValue *told; /* (nullable) */

  InkanForm *form;
  xmlNodePtr button; /* belongs to the form's page */
  gboolean spent;
};

G_DEFINE_FINAL_TYPE (InkanAgreement, inkan_agreement, G_TYPE_OBJECT)

static void
detail_free (gpointer data)
{
  InkanDetail *detail = data;

  g_free (detail->name);
  g_free (detail->value);
  g_free (detail);
}

InkanFurtherChoice *
inkan_further_choice_new (const char *name,
                          const char *label)
{
  InkanFurtherChoice *choice = g_new0 (InkanFurtherChoice, 1);

  choice->name = g_strdup (name);
  choice->label = g_strdup (label);
  return choice;
}

void
inkan_further_choice_free (InkanFurtherChoice *choice)
{
  g_free (choice->name);
  g_free (choice->label);
  g_strfreev (choice->values);
  g_strfreev (choice->labels);
  g_free (choice);
}

static void
inkan_agreement_finalize (GObject *object)
{
  InkanAgreement *self = INKAN_AGREEMENT (object);

  g_clear_pointer (&self->details, g_ptr_array_unref);
  g_clear_pointer (&self->procedure, g_free);
  g_clear_pointer (&self->terms, g_free);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->passphrase_controls, g_ptr_array_unref);
  g_clear_pointer (&self->passphrase, secret_value_unref);
  g_clear_pointer (&self->told, secret_value_unref);
  g_clear_pointer (&self->form, inkan_form_free);

  G_OBJECT_CLASS (inkan_agreement_parent_class)->finalize (object);
}

static void
inkan_agreement_class_init (InkanAgreementClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inkan_agreement_finalize;

  /**
   * InkanAgreement::told:
   *
   * The portal's page has told the passphrase of the file that comes.
   */
  g_signal_new ("told", INKAN_TYPE_AGREEMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
inkan_agreement_init (InkanAgreement *self)
{
  self->details = g_ptr_array_new_with_free_func (detail_free);
  self->choices = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_further_choice_free);
  self->passphrase_controls = g_ptr_array_new ();
}

InkanAgreement *
inkan_agreement_new (void)
{
  return g_object_new (INKAN_TYPE_AGREEMENT, NULL);
}

void
inkan_agreement_add_detail (InkanAgreement *self,
                            char           *name,
                            char           *value)
{
  InkanDetail *detail = g_new (InkanDetail, 1);

  detail->name = name;
  detail->value = value;
  g_ptr_array_add (self->details, detail);
}

void
inkan_agreement_take_texts (InkanAgreement *self,
                            char           *procedure,
                            char           *terms)
{
  g_free (self->procedure);
  self->procedure = procedure;
  g_free (self->terms);
  self->terms = terms;
}

void
inkan_agreement_add_choice (InkanAgreement     *self,
                            InkanFurtherChoice *choice)
{
  g_ptr_array_add (self->choices, choice);
}

void
inkan_agreement_set_form (InkanAgreement *self,
                          InkanForm      *form,
                          xmlNodePtr      button)
{
  g_assert (self->form == NULL);

  self->form = form;
  self->button = button;
}

void
inkan_agreement_add_passphrase_control (InkanAgreement *self,
                                        xmlNodePtr      control)
{
  g_ptr_array_add (self->passphrase_controls, control);
}

GPtrArray *
inkan_agreement_get_passphrase_controls (InkanAgreement *self)
{
  return self->passphrase_controls;
}

InkanForm *
inkan_agreement_get_form (InkanAgreement *self)
{
  return self->form;
}

xmlNodePtr
inkan_agreement_get_button (InkanAgreement *self)
{
  return self->button;
}

gboolean
inkan_agreement_spend (InkanAgreement *self)
{
  if (self->spent)
    return FALSE;
  self->spent = TRUE;
  return TRUE;
}

GPtrArray *
inkan_agreement_get_details (InkanAgreement *self)
{
  g_return_val_if_fail (INKAN_IS_AGREEMENT (self), NULL);
  return self->details;
}

const char *
inkan_agreement_get_procedure (InkanAgreement *self)
{
  g_return_val_if_fail (INKAN_IS_AGREEMENT (self), NULL);
  return self->procedure;
}

const char *
inkan_agreement_get_terms (InkanAgreement *self)
{
  g_return_val_if_fail (INKAN_IS_AGREEMENT (self), NULL);
  return self->terms;
}

GPtrArray *
inkan_agreement_get_choices (InkanAgreement *self)
{
  g_return_val_if_fail (INKAN_IS_AGREEMENT (self), NULL);
  return self->choices;
}

/**
 * inkan_agreement_choose:
 * @name: of one of the choices
 * @index: which of its values
 */
void
inkan_agreement_choose (InkanAgreement *self,
                        const char     *name,
                        guint           index)
{
  g_return_if_fail (INKAN_IS_AGREEMENT (self));
  g_return_if_fail (name != NULL);

  for (guint i = 0; i < self->choices->len; i++)
    {
      InkanFurtherChoice *choice = g_ptr_array_index (self->choices, i);

      if (strcmp (choice->name, name) != 0)
        continue;
      g_return_if_fail (index < g_strv_length (choice->values));
      choice->selected = index;
      return;
    }
  g_return_if_reached ();
}

gboolean
inkan_agreement_get_chooses_passphrase (InkanAgreement *self)
{
  g_return_val_if_fail (INKAN_IS_AGREEMENT (self), FALSE);
  return self->passphrase_controls->len > 0;
}

/**
 * inkan_agreement_set_passphrase:
 * @passphrase: (nullable): what the received file will be opened with, as the
 *   person chose it; %NULL: none yet
 *
 * Nothing is sent by this. An empty one counts as none.
 */
void
inkan_agreement_set_passphrase (InkanAgreement *self,
                                SecretValue    *passphrase)
{
  gsize length = 0;

  g_return_if_fail (INKAN_IS_AGREEMENT (self));
  g_return_if_fail (passphrase == NULL || self->passphrase_controls->len > 0);

  if (passphrase != NULL)
    secret_value_get (passphrase, &length);
  if (length > 0)
    secret_value_ref (passphrase);
  g_clear_pointer (&self->passphrase, secret_value_unref);
  self->passphrase = length > 0 ? passphrase : NULL;
}

SecretValue *
inkan_agreement_get_passphrase (InkanAgreement *self)
{
  g_return_val_if_fail (INKAN_IS_AGREEMENT (self), NULL);
  return self->passphrase;
}

static gboolean
same_details (InkanAgreement *one,
              InkanAgreement *other)
{
  if (one->details->len != other->details->len)
    return FALSE;
  for (guint i = 0; i < one->details->len; i++)
    {
      const InkanDetail *detail = g_ptr_array_index (one->details, i);
      const InkanDetail *other_detail = g_ptr_array_index (other->details, i);

      if (strcmp (detail->name, other_detail->name) != 0 || strcmp (detail->value, other_detail->value) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
same_choices (InkanAgreement *one,
              InkanAgreement *other)
{
  if (one->choices->len != other->choices->len)
    return FALSE;
  for (guint i = 0; i < one->choices->len; i++)
    {
      const InkanFurtherChoice *choice = g_ptr_array_index (one->choices, i);
      const InkanFurtherChoice *other_choice = g_ptr_array_index (other->choices, i);

      if (strcmp (choice->name, other_choice->name) != 0 ||
          !g_strv_equal ((const char * const *) choice->values, (const char * const *) other_choice->values) ||
          !g_strv_equal ((const char * const *) choice->labels, (const char * const *) other_choice->labels))
        return FALSE;
    }
  return TRUE;
}

gboolean
inkan_agreement_take_decisions (InkanAgreement *self,
                                InkanAgreement *from)
{
  g_return_val_if_fail (INKAN_IS_AGREEMENT (self), FALSE);
  g_return_val_if_fail (INKAN_IS_AGREEMENT (from), FALSE);

  if (!same_details (self, from) || !same_choices (self, from) ||
      g_strcmp0 (self->procedure, from->procedure) != 0 || g_strcmp0 (self->terms, from->terms) != 0 ||
      (self->passphrase_controls->len > 0) != (from->passphrase_controls->len > 0))
    return FALSE;

  for (guint i = 0; i < self->choices->len; i++)
    {
      InkanFurtherChoice *choice = g_ptr_array_index (self->choices, i);

      choice->selected = ((InkanFurtherChoice *) g_ptr_array_index (from->choices, i))->selected;
    }
  if (self->passphrase_controls->len > 0)
    inkan_agreement_set_passphrase (self, from->passphrase);
  return TRUE;
}

SecretValue *
inkan_agreement_get_told_passphrase (InkanAgreement *self)
{
  g_return_val_if_fail (INKAN_IS_AGREEMENT (self), NULL);
  return self->told;
}

void
inkan_agreement_set_told_passphrase (InkanAgreement *self,
                                     SecretValue    *passphrase)
{
  g_clear_pointer (&self->told, secret_value_unref);
  self->told = secret_value_ref (passphrase);
  g_signal_emit_by_name (self, "told");
}
